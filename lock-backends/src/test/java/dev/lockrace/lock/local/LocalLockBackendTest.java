package dev.lockrace.lock.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lock.FakeClock;
import dev.lockrace.lock.Grant;
import dev.lockrace.lock.LockBackend.Subscription;
import dev.lockrace.lock.LockName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LocalLockBackendTest {

    private static final LockName NAME = new LockName("job");
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final FakeClock clock = new FakeClock();
    private final LocalLockBackend backend = new LocalLockBackend(clock);

    @Test
    void L2_a_lease_ends_exactly_at_its_time_to_live() {
        acquire(NAME, "a");

        clock.advance(TIME_TO_LIVE.minusNanos(1));
        assertThat(tryAcquire(NAME, "b")).isEmpty();
        clock.advance(Duration.ofNanos(1));
        assertThat(tryAcquire(NAME, "b")).isPresent();
    }

    @Test
    void L3_an_expired_grant_changes_nothing_even_without_a_successor() {
        Grant grant = acquire(NAME, "a");
        clock.advance(TIME_TO_LIVE);

        assertThat(grant.renew(TIME_TO_LIVE, TIMEOUT)).isFalse();
        assertThat(grant.release(TIMEOUT)).isFalse();
        assertThat(backend.revoke(NAME, "a", TIMEOUT)).isFalse();
        assertThat(tryAcquire(NAME, "b")).isPresent();
    }

    @Test
    void L7_a_renewed_lease_lasts_from_the_renewal() {
        Grant grant = acquire(NAME, "a");
        clock.advance(Duration.ofSeconds(9));
        assertThat(grant.renew(TIME_TO_LIVE, TIMEOUT)).isTrue();

        clock.advance(TIME_TO_LIVE.minusNanos(1));
        assertThat(tryAcquire(NAME, "b")).isEmpty();
        clock.advance(Duration.ofNanos(1));
        assertThat(tryAcquire(NAME, "b")).isPresent();
    }

    @Test
    void released_leases_use_no_memory() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(acquire(new LockName("job" + i), "a").release(TIMEOUT)).isTrue();
        }
        assertThat(backend.size()).isZero();
    }

    @Test
    void abandoned_leases_use_bounded_memory() {
        int maxSize = 0;
        for (int i = 0; i < 100_000; i++) {
            acquire(new LockName("job" + i), "a");
            clock.advance(TIME_TO_LIVE.dividedBy(100)); // a hundred are alive at any time
            maxSize = Math.max(maxSize, backend.size());
        }
        assertThat(maxSize).isLessThan(200);
    }

    @Test
    void live_leases_are_never_evicted() {
        acquire(NAME, "a");
        for (int i = 0; i < 10_000; i++) {
            acquire(new LockName("job" + i), "a");
        }
        assertThat(backend.size()).isEqualTo(10_001);
        assertThat(tryAcquire(NAME, "b")).isEmpty();
    }

    @Test
    void memory_stays_bounded_when_many_threads_abandon_leases() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                String prefix = "job" + t + "-";
                done.add(threads.submit(() -> {
                    for (int i = 0; i < 5_000; i++) {
                        acquire(new LockName(prefix + i), prefix);
                        clock.advance(TIME_TO_LIVE.dividedBy(50));
                    }
                }));
            }
            for (Future<?> future : done) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(backend.size()).isLessThan(200);
    }

    @Test
    void L10_a_listener_is_notified_of_a_release_and_of_a_revocation_until_it_is_closed() {
        AtomicInteger notifications = new AtomicInteger();
        Subscription subscription = backend.subscribe(NAME, TIMEOUT, TIMEOUT, notifications::incrementAndGet);
        assertThat(acquire(NAME, "a").release(TIMEOUT)).isTrue();
        assertThat(notifications).hasValue(1);
        acquire(NAME, "b");
        assertThat(backend.revoke(NAME, "a", TIMEOUT)).isFalse();
        assertThat(backend.revoke(NAME, "b", TIMEOUT)).isTrue();
        assertThat(notifications).hasValue(2);
        subscription.close();

        assertThat(acquire(NAME, "c").release(TIMEOUT)).isTrue();
        assertThat(notifications).hasValue(2);
    }

    @Test
    void a_grant_evicts_expired_leases_only_if_there_are_more_than_64() {
        acquire("expired", 63);
        clock.advance(TIME_TO_LIVE);
        acquire("live", 1);
        assertThat(backend.size()).isEqualTo(64);

        acquire("another", 1);
        assertThat(backend.size()).isEqualTo(2);
    }

    @Test
    void the_next_eviction_is_due_at_one_and_a_half_times_the_leases_that_remained() {
        acquire("expired", 98); // 65 remained at the first eviction, 98 at the second one, so 147 is the next limit
        clock.advance(TIME_TO_LIVE);
        acquire("live", 49);
        assertThat(backend.size()).isEqualTo(147);

        acquire("another", 1);
        assertThat(backend.size()).isEqualTo(50);
    }

    private void acquire(String prefix, int number) {
        for (int i = 0; i < number; i++) {
            acquire(new LockName(prefix + i), "a");
        }
    }

    private Grant acquire(LockName name, String owner) {
        return tryAcquire(name, owner).orElseThrow();
    }

    private Optional<Grant> tryAcquire(LockName name, String owner) {
        return backend.tryAcquire(name, owner, TIME_TO_LIVE, TIMEOUT);
    }
}
