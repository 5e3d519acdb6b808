package dev.lockrace.lab.soak;

import java.time.Duration;

/**
 * How long the work of each run takes: 1 to 5 ms, and while the workers are told to stop one after another, now and then
 * so long that a stop meets it. Thread-safe.
 */
final class Holds {

    private static final int SHORT_ONES = 5;

    /** A worker that is told to stop finishes this. */
    private static final Duration WITHIN_GRACE = Duration.ofSeconds(2);

    private static final int ONE_WITHIN_GRACE = 10;

    /** And gives this back: it would take longer than the 8 s that it has. */
    private static final Duration BEYOND_GRACE = Duration.ofSeconds(12);

    private static final int ONE_BEYOND_GRACE = 80;

    private volatile boolean stopping;

    /** Tells whether workers are being told to stop. */
    void stopping(boolean now) {
        stopping = now;
    }

    Duration of(int request) {
        if (stopping && request % ONE_BEYOND_GRACE == 0) {
            return BEYOND_GRACE;
        }
        if (stopping && request % ONE_WITHIN_GRACE == 0) {
            return WITHIN_GRACE;
        }
        return Duration.ofMillis(1 + request % SHORT_ONES);
    }
}
