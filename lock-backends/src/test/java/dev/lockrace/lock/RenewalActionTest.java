package dev.lockrace.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class RenewalActionTest {

    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(4);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final FakeBackend backend = new FakeBackend();
    private final LockClient client = LockClient.of(backend);
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void closeClient() {
        client.close();
    }

    @Test
    void L7_an_action_runs_after_each_automatic_renewal() {
        Lease lease = acquire().onRenewal(runs::incrementAndGet).renewAutomatically();

        await().atMost(LIMIT).until(() -> runs.get() >= 2);

        lease.close();
        assertThat(backend.requests("renew")).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void L7_an_action_does_not_run_after_a_failed_renewal() {
        backend.onRenew = Failures.storeDown();
        Lease lease = acquire().onRenewal(runs::incrementAndGet).renewAutomatically();
        await().atMost(LIMIT).until(() -> backend.requests("renew").size() >= 2);

        lease.close();
        assertThat(runs).hasValue(0);
    }

    @Test
    void L7_a_blocking_action_delays_no_renewal_and_runs_once_for_those_in_the_meantime() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        Lease lease = acquire()
                .onRenewal(() -> {
                    runs.incrementAndGet();
                    awaitQuietly(blocked);
                })
                .renewAutomatically();
        await().atMost(LIMIT).until(() -> backend.requests("renew").size() >= 3);
        assertThat(runs).hasValue(1);

        lease.letExpire();
        blocked.countDown();

        await().atMost(LIMIT).until(() -> runs.get() >= 2);
        await().atMost(LIMIT).until(lease::isLost);
        assertThat(runs.get()).isLessThan(backend.requests("renew").size());
    }

    @Test
    void L8_blocking_renewal_actions_do_not_delay_loss_notifications() {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch lost = new CountDownLatch(1);
        for (int lease = 0; lease < 20; lease++) {
            acquire()
                    .onRenewal(() -> awaitQuietly(blocked))
                    .renewAutomatically()
                    .scheduleRenewalActions();
        }
        acquire().onLoss(lost::countDown);

        await().atMost(LIMIT).until(() -> lost.getCount() == 0);

        assertThat(blocked.getCount()).isEqualTo(1);
        blocked.countDown();
    }

    @Test
    void an_action_that_throws_runs_again_after_the_next_renewal() {
        Lease lease = acquire()
                .onRenewal(() -> {
                    runs.incrementAndGet();
                    throw new IllegalStateException("thrown on purpose by a test");
                })
                .renewAutomatically();

        await().atMost(LIMIT).until(() -> runs.get() >= 2);

        assertThat(lease.mayBeHeld()).isTrue();
    }

    @Test
    void letting_a_lease_expire_stops_renewals_and_notifies_the_holder_of_the_loss() {
        CountDownLatch lost = new CountDownLatch(1);
        Lease lease = acquire().onLoss(lost::countDown).renewAutomatically();

        lease.letExpire();

        await().atMost(LIMIT).until(() -> lost.getCount() == 0);
        assertThat(backend.requests("renew")).isEmpty();
        assertThat(lease.isLost()).isTrue();
    }

    private Lease acquire() {
        return client.tryAcquire(LockRequest.of("job").timeToLive(TIME_TO_LIVE)).orElseThrow();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
