package dev.lockrace.lock.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.lock.LockStoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

class LocksExtensionTest {

    private static final List<LockClient> CLIENTS = new CopyOnWriteArrayList<>();

    @Test
    void each_test_gets_its_own_locks_which_are_closed_after_it() {
        Events tests = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Cases.class))
                .execute()
                .testEvents();

        tests.assertStatistics(events -> events.succeeded(2).failed(0));
        assertThat(CLIENTS)
                .doesNotHaveDuplicates()
                .hasSize(2)
                .allSatisfy(client -> assertThat(isClosed(client)).as("closed").isTrue());
    }

    private static boolean isClosed(LockClient client) {
        try {
            return client.tryAcquire(Cases.REPORT).isEmpty();
        } catch (LockStoreException e) {
            return String.valueOf(e.getMessage()).contains("client is closed");
        }
    }

    /** Run by the test above. */
    @ExtendWith(LocksExtension.class)
    static class Cases {

        static final LockRequest REPORT = LockRequest.of("report").timeToLive(Duration.ofMinutes(1));

        @BeforeEach
        void the_lock_is_free(LockClient client) {
            assertThat(client.tryAcquire(REPORT)).isPresent();
            CLIENTS.add(client);
        }

        @Test
        void one(InMemoryLocks locks, LockClient client) {
            assertThat(client).isSameAs(locks.client());
        }

        @Test
        void two(InMemoryLocks locks) {
            assertThat(locks.held()).containsExactly("report");
        }
    }
}
