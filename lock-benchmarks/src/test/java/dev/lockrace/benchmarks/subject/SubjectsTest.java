package dev.lockrace.benchmarks.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.benchmarks.TestServers;
import dev.lockrace.benchmarks.setup.Addresses;
import dev.lockrace.benchmarks.subject.Subject.Caller;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every subject is a working lock, so that no benchmark measures a no-op. */
@Tag("process")
class SubjectsTest {

    @RegisterExtension
    static final TestServers SERVERS = new TestServers();

    static Stream<Arguments> subjects() {
        return Arrays.stream(Store.values())
                .flatMap(store -> store.candidates().stream().map(candidate -> Arguments.of(store, candidate)));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void a_subject_grants_releases_and_rejects(Store store, Candidate candidate) {
        String free = "free:" + UUID.randomUUID();
        String held = "held:" + UUID.randomUUID();
        try (Subject subject = store.open(candidate, SERVERS.addresses())) {
            Caller caller = subject.caller();
            assertThat(caller.acquireAndRelease(free)).isTrue();
            assertThat(subject.caller().acquireAndRelease(free))
                    .as("released by the first caller")
                    .isTrue();

            assertThat(onAnotherThread(subject, held)).isTrue();
            assertThat(caller.tryAcquire(held)).as("held by another").isFalse();
            assertThat(caller.acquireAndRelease(held)).as("held by another").isFalse();
            assertThat(caller.tryAcquire(held))
                    .as("not released by the rejected caller")
                    .isFalse();
            assertThat(caller.tryAcquire(free)).as("another name").isTrue();
        }
    }

    private static boolean onAnotherThread(Subject subject, String name) {
        Caller caller = subject.caller();
        return CompletableFuture.supplyAsync(() -> caller.tryAcquire(name), task -> new Thread(task, "another").start())
                .join();
    }

    @Test
    void a_candidate_without_locks_in_a_store_is_rejected() {
        assertThatThrownBy(() -> Store.MEMCACHED.open(Candidate.REDISSON, new Addresses(Map.of())))
                .hasMessage("Redisson has no locks in store 'memcached'");
    }
}
