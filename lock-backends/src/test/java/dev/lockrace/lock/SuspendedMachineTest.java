package dev.lockrace.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clauses L6 and L8: wall time that advances further than monotonic time puts a watched lease in doubt. */
class SuspendedMachineTest {

    private static final Duration TIME_TO_LIVE = Duration.ofMinutes(5);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final FakeBackend backend = new FakeBackend();
    private final AtomicLong steppedMillis = new AtomicLong();
    private final AtomicInteger losses = new AtomicInteger();

    private final LockClient client = LockClient.builder(backend)
            .clock(new MonotonicClock() {
                @Override
                public long nanoTime() {
                    return SYSTEM.nanoTime();
                }

                @Override
                public long wallMillis() {
                    return SYSTEM.wallMillis() + steppedMillis.get();
                }

                @Override
                public void sleep(Duration duration, Semaphore wakeUp) throws InterruptedException {
                    SYSTEM.sleep(duration, wakeUp);
                }
            })
            .build();

    @AfterEach
    void closeClient() {
        client.close();
    }

    @Test
    void L6_a_clock_step_costs_one_renewal_and_no_lease() {
        Lease watched = acquire().onLoss(losses::incrementAndGet);
        Lease renewed = acquire().onLoss(losses::incrementAndGet).renewAutomatically();
        step();
        assertThat(watched.mayBeHeld()).isFalse();

        await().atMost(LIMIT).until(() -> watched.mayBeHeld() && renewed.mayBeHeld());
        await().during(Duration.ofSeconds(2))
                .atMost(LIMIT)
                .until(() -> backend.requests("renew").size() == 2);
        assertThat(losses).hasValue(0);
    }

    @Test
    void L8_a_lease_that_ended_while_the_machine_was_suspended_is_reported_lost() {
        backend.onRenew = request -> false;
        Lease lease = acquire().onLoss(losses::incrementAndGet);
        step();

        await().atMost(LIMIT).until(() -> losses.get() == 1);
        assertThat(lease.isLost()).isTrue();
    }

    @Test
    void L8_a_lease_that_cannot_be_confirmed_is_reported_lost() {
        backend.onRenew = Failures.storeDown();
        Lease lease = acquire().onLoss(losses::incrementAndGet).renewAutomatically();
        step();

        await().atMost(LIMIT).until(() -> losses.get() == 1);
        assertThat(lease.isLost()).isTrue();
    }

    @Test
    void L7_a_lease_that_its_holder_lets_expire_is_not_confirmed() {
        Lease lease = acquire().onLoss(losses::incrementAndGet).renewAutomatically();
        lease.letExpire();
        step();

        await().atMost(LIMIT).until(() -> losses.get() == 1);
        assertThat(backend.requests("renew")).isEmpty();
    }

    private Lease acquire() {
        return client.tryAcquire(LockRequest.of("job").timeToLive(TIME_TO_LIVE)).orElseThrow();
    }

    private void step() {
        steppedMillis.addAndGet(TIME_TO_LIVE.toMillis() + 1_000);
    }
}
