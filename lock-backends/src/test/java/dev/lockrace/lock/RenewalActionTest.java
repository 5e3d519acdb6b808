package dev.lockrace.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RenewalActionTest {

    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(4);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final FakeBackend backend = new FakeBackend();
    private final LockClient client = LockClient.of(backend);
    private final AtomicInteger told = new AtomicInteger();

    @AfterEach
    void closeClient() {
        client.close();
    }

    @Test
    void L7_a_holder_is_told_of_each_renewal_that_the_watchdog_made() {
        Lease lease = acquire().onRenewal(told::incrementAndGet).renewAutomatically();

        await().atMost(LIMIT).until(() -> told.get() >= 2);

        lease.close();
        assertThat(backend.requests("renew")).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void L7_a_holder_is_not_told_of_a_renewal_that_failed() {
        backend.onRenew = Failures.storeDown();
        Lease lease = acquire().onRenewal(told::incrementAndGet).renewAutomatically();
        await().atMost(LIMIT).until(() -> backend.requests("renew").size() >= 2);

        lease.close();
        assertThat(told).hasValue(0);
    }

    @Test
    void L7_an_action_that_blocks_delays_no_renewal_and_is_told_once_of_those_that_came_meanwhile() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        Lease lease = acquire()
                .onRenewal(() -> {
                    told.incrementAndGet();
                    awaitQuietly(blocked);
                })
                .renewAutomatically();
        await().atMost(LIMIT).until(() -> backend.requests("renew").size() >= 3);
        assertThat(told).hasValue(1);

        lease.letExpire();
        blocked.countDown();

        await().atMost(LIMIT).until(() -> told.get() >= 2);
        await().atMost(LIMIT).until(lease::isLost);
        assertThat(told.get()).isLessThan(backend.requests("renew").size());
    }

    @Test
    void L8_an_action_that_blocks_keeps_nobody_from_learning_of_a_loss() {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch lost = new CountDownLatch(1);
        for (int lease = 0; lease < 20; lease++) {
            acquire()
                    .onRenewal(() -> awaitQuietly(blocked))
                    .renewAutomatically()
                    .renewed();
        }
        acquire().onLoss(lost::countDown);

        await().atMost(LIMIT).until(() -> lost.getCount() == 0);

        assertThat(blocked.getCount()).isEqualTo(1);
        blocked.countDown();
    }

    @Test
    void an_action_that_throws_is_told_of_the_next_renewal_too() {
        Lease lease = acquire()
                .onRenewal(() -> {
                    told.incrementAndGet();
                    throw new IllegalStateException("thrown on purpose by a test");
                })
                .renewAutomatically();

        await().atMost(LIMIT).until(() -> told.get() >= 2);

        assertThat(lease.mayBeHeld()).isTrue();
    }

    @Test
    void a_lease_that_is_let_expire_is_renewed_no_more_and_its_holder_is_told_of_the_loss() {
        CountDownLatch lost = new CountDownLatch(1);
        Lease lease = acquire().onLoss(lost::countDown).renewAutomatically();

        lease.letExpire();

        await().atMost(LIMIT).until(() -> lost.getCount() == 0);
        assertThat(backend.requests("renew")).isEmpty();
        assertThat(lease.isLost()).isTrue();
    }

    @Test
    void L7_an_action_that_knows_its_lease_does_not_keep_a_forgotten_one_renewed() {
        WeakReference<Lease> forgotten = new WeakReference<>(knownToItsAction());

        await().atMost(LIMIT).until(() -> {
            System.gc();
            return forgotten.get() == null;
        });
    }

    private Lease knownToItsAction() {
        Lease lease = acquire();
        return lease.onRenewal(lease::timeLeft).renewAutomatically();
    }

    private Lease acquire() {
        return client.tryAcquire("job", TIME_TO_LIVE).orElseThrow();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
