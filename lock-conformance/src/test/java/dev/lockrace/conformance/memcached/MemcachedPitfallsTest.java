package dev.lockrace.conformance.memcached;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.conformance.clause.Contest;
import dev.lockrace.lock.Guarantees.Eviction;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockClient;
import dev.lockrace.servers.memcached.MemcachedMemory;
import dev.lockrace.servers.process.MemoryPressure;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs on the real memcached. The build selects this test on machines where memcached is installed. */
@Tag("process")
@Tag("real-memcached")
class MemcachedPitfallsTest extends MemcachedPitfalls {

    @RegisterExtension
    static final MemcachedFixture STORE = MemcachedFixture.real();

    @Override
    MemcachedFixture store() {
        return STORE;
    }

    @Test
    void only_one_of_several_concurrent_cas_with_the_same_id_succeeds() throws Exception {
        assertThat(successfulConcurrentCas(100)).containsOnly(1L);
    }

    @Test
    void L3_holder_of_an_evicted_lease_learns_of_its_loss_and_cannot_release_its_successor() {
        LockClient client = contest().client();
        LockClient other = contest().client();
        assertThat(client.guarantees().eviction()).isEqualTo(Eviction.WHEN_FULL);
        Lease lost = client.tryAcquire(contest().request(LONG)).orElseThrow();
        try (MemoryPressure pressure = MemcachedMemory.fill(STORE.endpoint())) {
            assertThat(Contest.await(
                            Duration.ofSeconds(30),
                            () -> other.tryAcquire(contest().request(LONG)).isPresent()))
                    .as("evicted")
                    .isTrue();
        }

        assertThat(lost.renew()).as("renewal").isFalse();
        assertThat(lost.mayBeHeld()).isFalse();
        contest().assertHeld();
    }
}
