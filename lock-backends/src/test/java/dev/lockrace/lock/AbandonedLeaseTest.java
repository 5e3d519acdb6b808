package dev.lockrace.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.lock.local.LocalLockBackend;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clause L7: renewal stops when the holder has abandoned the lease, whatever refers to its handle. */
class AbandonedLeaseTest {

    /** Longer than a test, so that a lease is not collected because it was lost. */
    private static final Duration TIME_TO_LIVE = Duration.ofMinutes(1);

    private static final LockRequest JOB = LockRequest.of("job").timeToLive(TIME_TO_LIVE);

    private static final Duration SHORT_TIME_TO_LIVE = Duration.ofMillis(600);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final InheritableThreadLocal<Object> CONTEXT = new InheritableThreadLocal<>();

    private final LockClient client = LockClient.of(new LocalLockBackend());

    @AfterEach
    void closeClient() {
        client.close();
    }

    @Test
    void L7_an_abandoned_lease_with_a_loss_action_expires() {
        Lease abandoned = client.tryAcquire(LockRequest.of("job").timeToLive(SHORT_TIME_TO_LIVE))
                .orElseThrow()
                .renewAutomatically();
        abandoned.onLoss(abandoned::timeLeft);
        abandoned = null;

        await().atMost(LIMIT).until(() -> {
            System.gc();
            return client.tryAcquire(JOB).isPresent();
        });
    }

    @Test
    void L7_a_loss_action_that_refers_to_its_lease_does_not_keep_it_renewed() {
        assertAbandoned(lease -> lease.onLoss(lease::timeLeft).renewAutomatically());
    }

    @Test
    void L7_a_renewal_action_that_refers_to_its_lease_does_not_keep_it_renewed() {
        assertAbandoned(lease -> lease.onRenewal(lease::timeLeft).renewAutomatically());
    }

    @Test
    void L7_a_renewal_action_that_waits_for_a_thread_does_not_keep_its_lease_renewed() {
        CountDownLatch end = new CountDownLatch(1);
        Watchdog busy = new Watchdog("busy");
        for (int i = 0; i < 100; i++) {
            busy.executeRenewalAction(() -> awaitQuietly(end));
        }
        try {
            WeakReference<RenewalAction> action = new WeakReference<>(scheduled(busy));
            awaitCollected(action);
        } finally {
            end.countDown();
            busy.close();
        }
    }

    private static RenewalAction scheduled(Watchdog busy) {
        RenewalAction action = new RenewalAction(new LockName("job"), () -> {}, busy);
        action.schedule();
        return action;
    }

    @Test
    void L7_a_thread_that_refers_to_its_lease_and_has_ended_does_not_keep_it_renewed() throws InterruptedException {
        AtomicReference<WeakReference<Lease>> handle = new AtomicReference<>();
        Thread holder = new HoldingThread(client, handle);
        holder.start();
        holder.join();
        holder = null;

        awaitCollected(Objects.requireNonNull(handle.get()));
    }

    @Test
    void L7_a_thread_local_of_the_holder_does_not_keep_its_lease_renewed() {
        try {
            assertAbandoned(lease -> {
                CONTEXT.set(lease);
                return lease.onRenewal(() -> {}).onLoss(() -> {}).renewAutomatically();
            });
        } finally {
            CONTEXT.remove();
        }
    }

    @Test
    void L8_a_loss_action_runs_although_the_handle_of_a_lease_without_renewal_was_dropped() {
        CountDownLatch lost = new CountDownLatch(1);
        client.tryAcquire(LockRequest.of("job").timeToLive(SHORT_TIME_TO_LIVE))
                .orElseThrow()
                .onLoss(lost::countDown);

        await().atMost(LIMIT).until(() -> {
            System.gc();
            return lost.getCount() == 0;
        });
    }

    @Test
    void L8_a_holder_that_dropped_the_handle_is_interrupted_once_its_lease_is_no_longer_renewed() throws Exception {
        FutureTask<Boolean> holder = new FutureTask<>(() -> {
            client.tryAcquire(LockRequest.of("job").timeToLive(SHORT_TIME_TO_LIVE))
                    .orElseThrow()
                    .renewAutomatically()
                    .interruptOnLoss();
            return interruptedWithin(LIMIT);
        });
        new Thread(holder, "holder").start();

        await().atMost(LIMIT).until(() -> {
            System.gc();
            return holder.isDone();
        });
        assertThat(holder.get()).isTrue();
    }

    private static boolean interruptedWithin(Duration limit) {
        try {
            Thread.sleep(limit.toMillis());
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    private void assertAbandoned(UnaryOperator<Lease> watched) {
        WeakReference<Lease> handle =
                new WeakReference<>(watched.apply(client.tryAcquire(JOB).orElseThrow()));
        CONTEXT.remove();
        awaitCollected(handle);
    }

    private static void awaitCollected(WeakReference<?> handle) {
        await().atMost(LIMIT).until(() -> {
            System.gc();
            return handle.get() == null;
        });
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A thread with a field that refers to its lease. */
    private static final class HoldingThread extends Thread {

        private final LockClient client;
        private final AtomicReference<WeakReference<Lease>> handle;

        @SuppressWarnings("UnusedVariable") // refers to the handle
        private @Nullable Lease lease;

        private HoldingThread(LockClient client, AtomicReference<WeakReference<Lease>> handle) {
            this.client = client;
            this.handle = handle;
        }

        @Override
        public void run() {
            Lease granted = client.tryAcquire(JOB).orElseThrow();
            lease = granted;
            handle.set(new WeakReference<>(granted));
            granted.interruptOnLoss().renewAutomatically();
        }
    }
}
