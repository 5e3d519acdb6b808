package dev.lockrace.lab.soak;

import java.time.Duration;

/**
 * The hold of each run: 1 to 5 ms. During a rolling restart some holds are so long that a worker is stopped during its
 * hold. Thread-safe.
 */
final class HoldDurations {

    private static final int MAX_SHORT_MILLIS = 5;

    /** A stopping worker finishes such a hold. */
    private static final Duration WITHIN_GRACE_PERIOD = Duration.ofSeconds(2);

    private static final int REQUESTS_PER_HOLD_WITHIN = 10;

    /** A stopping worker requeues such a task, since its grace period is 8 s. */
    private static final Duration BEYOND_GRACE_PERIOD = Duration.ofSeconds(12);

    private static final int REQUESTS_PER_HOLD_BEYOND = 80;

    private volatile boolean restarting;

    /** Sets whether a rolling restart is in progress. */
    void restarting(boolean inProgress) {
        restarting = inProgress;
    }

    Duration of(int request) {
        if (restarting && request % REQUESTS_PER_HOLD_BEYOND == 0) {
            return BEYOND_GRACE_PERIOD;
        }
        if (restarting && request % REQUESTS_PER_HOLD_WITHIN == 0) {
            return WITHIN_GRACE_PERIOD;
        }
        return Duration.ofMillis(1 + request % MAX_SHORT_MILLIS);
    }
}
