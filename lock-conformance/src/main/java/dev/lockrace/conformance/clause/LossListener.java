package dev.lockrace.conformance.clause;

import static dev.lockrace.conformance.clause.Contest.SLACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lock.Lease;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Records when a holder is notified of the loss of its lease. */
final class LossListener {

    private static final int ATTEMPTS = 4;

    private final CompletableFuture<Long> notifiedAt = new CompletableFuture<>();

    /** Loses a lease and lets another client acquire the lock. Returns whether the holder was notified before that. */
    interface Attempt {
        boolean isNotifiedInTime(int attempt) throws InterruptedException;
    }

    /**
     * Fails unless the holder is notified before another client holds the lock. On a busy machine the notifying thread
     * may run late, so one successful attempt is enough. Assertions that need no thread hold in every attempt.
     */
    static void assertNotifiedInTime(Attempt attempt) throws InterruptedException {
        boolean inTime = false;
        for (int i = 0; i < ATTEMPTS && !inTime; i++) {
            inTime = attempt.isNotifiedInTime(i);
        }
        assertThat(inTime)
                .as("notified before another client held the lock, in one of %d attempts", ATTEMPTS)
                .isTrue();
    }

    Lease registerOn(Lease lease) {
        return lease.onLoss(() -> notifiedAt.complete(System.nanoTime()));
    }

    boolean isNotified() {
        return notifiedAt.isDone();
    }

    /**
     * Returns whether the holder was notified before now, when another client holds the lock. Fails unless the holder
     * knows of the loss by its own clock.
     */
    boolean wasNotifiedInTime(Lease lease) {
        long now = System.nanoTime();
        assertThat(lease.mayBeHeld())
                .as("mayBeHeld() while another client holds the lock")
                .isFalse();
        assertThat(lease.isLost()).as("isLost()").isTrue();
        return awaitNotification(SLACK) < now;
    }

    /** Returns the {@link System#nanoTime()} of the notification. Fails if there is none within the limit. */
    long awaitNotification(Duration limit) {
        Contest.await(limit, this::isNotified);
        assertThat(notifiedAt).as("notification of the loss within %s", limit).isCompleted();
        return notifiedAt.join();
    }
}
