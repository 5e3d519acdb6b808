package dev.lockrace.conformance;

import static dev.lockrace.conformance.Contest.SLACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lock.Lease;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Notes when a holder is told that its lease was lost. */
final class LossProbe {

    private static final int ATTEMPTS = 4;

    private final CompletableFuture<Long> told = new CompletableFuture<>();

    /** A holder whose lease is lost, and another that gets the lock; returns whether the first was told before. */
    interface Attempt {
        boolean isToldInTime(int attempt) throws InterruptedException;
    }

    /**
     * Fails unless the holder is told before another holds the lock. That a thread runs in time can't be promised on a
     * busy machine, so one of some attempts will do; what does not hang on a thread is asserted in each.
     */
    static void assertToldInTime(Attempt attempt) throws InterruptedException {
        boolean inTime = false;
        for (int i = 0; i < ATTEMPTS && !inTime; i++) {
            inTime = attempt.isToldInTime(i);
        }
        assertThat(inTime)
                .as("told before another held the lock, in one of %d attempts", ATTEMPTS)
                .isTrue();
    }

    Lease on(Lease lease) {
        return lease.onLoss(() -> told.complete(System.nanoTime()));
    }

    boolean isTold() {
        return told.isDone();
    }

    /** Whether the holder was told before now, when another holds the lock; fails unless it knows by its own clock. */
    boolean before(Lease lease) {
        long now = System.nanoTime();
        assertThat(lease.mayBeHeld()).as("may be held, though another holds it").isFalse();
        assertThat(lease.isLost()).as("lost").isTrue();
        return await(SLACK) < now;
    }

    /** When it was told, by {@link System#nanoTime()}; fails when it is not told within that time. */
    long await(Duration limit) {
        Contest.await(limit, this::isTold);
        assertThat(told).as("the holder is told of its loss within %s", limit).isCompleted();
        return told.join();
    }
}
