package dev.lockrace.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.DURATION;
import static org.awaitility.Awaitility.await;

import dev.lockrace.lock.local.LocalLockBackend;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@link LockRequest#maxHold}: a holder that hangs does not keep the lock forever. */
class MaxHoldTest {

    private static final Duration TIME_TO_LIVE = Duration.ofMillis(1_500);
    private static final Duration MAX_HOLD = Duration.ofMillis(3_250);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final LockRequest JOB = LockRequest.of("job").timeToLive(TIME_TO_LIVE);

    private final FakeBackend backend = new FakeBackend();
    private final LockClient client = LockClient.of(backend);

    @AfterEach
    void closeClient() {
        client.close();
    }

    @Test
    void L7_renewals_end_with_the_maximum_hold_and_the_holder_is_notified_of_the_loss() {
        CountDownLatch lost = new CountDownLatch(1);
        Lease lease = client.tryAcquire(JOB.maxHold(MAX_HOLD))
                .orElseThrow()
                .onLoss(lost::countDown)
                .renewAutomatically();

        await().atMost(LIMIT).until(lease::isLost);
        await().atMost(LIMIT).until(() -> lost.getCount() == 0);
        assertThat(backend.requests("renew"))
                .extracting(FakeBackend.Request::timeToLive)
                .as("times to live of the renewals, the last one until the end of the maximum hold")
                .allMatch(timeToLive -> timeToLive.compareTo(TIME_TO_LIVE) <= 0)
                .last(DURATION)
                .isLessThan(TIME_TO_LIVE);
    }

    @Test
    void L7_a_lease_whose_maximum_hold_is_its_time_to_live_is_never_renewed() {
        Lease lease = client.tryAcquire(JOB.maxHold(TIME_TO_LIVE)).orElseThrow().renewAutomatically();

        await().atMost(LIMIT).until(lease::isLost);
        assertThat(backend.requests("renew")).isEmpty();
    }

    @Test
    void L7_a_lease_without_a_maximum_hold_is_renewed_until_its_release() {
        Lease lease = client.tryAcquire(JOB).orElseThrow().renewAutomatically();

        await().atMost(LIMIT).until(() -> backend.requests("renew").size() >= 5);
        assertThat(lease.release()).isTrue();
    }

    @Test
    void L8_hung_work_loses_its_lease_and_another_client_acquires_the_lock() throws InterruptedException {
        CountDownLatch hung = new CountDownLatch(1);
        LocalLockBackend shared = new LocalLockBackend();
        try (LockClient holder = LockClient.of(shared);
                LockClient successor = LockClient.of(shared)) {
            assertThatThrownBy(() -> holder.tryRun(JOB.maxHold(MAX_HOLD), lease -> {
                        assertThat(successor.tryRun(JOB, LIMIT, next -> hung.countDown()))
                                .isTrue();
                        assertThat(hung.await(LIMIT.toSeconds(), TimeUnit.SECONDS))
                                .isTrue();
                    }))
                    .isInstanceOf(LeaseLostException.class);
        }
    }
}
