package dev.lockrace.clock;

import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.function.LongSupplier;

/** Verifies the clocks: compares what other code reads with the real time, which this class still reads. */
final class ClockProbe {

    private static final Map<String, LongSupplier> READINGS = Map.of(
            "System.currentTimeMillis()", Reading::ofSystem,
            "Instant.now()", Reading::ofInstant,
            "new Date()", Reading::ofDate);

    /** Tolerance for clocks of different resolution. */
    private static final long SLACK_MILLIS = 20;

    private ClockProbe() {}

    /** Readings of the shifted clock. This class is transformed, unlike others of the agent. */
    private static final class Reading {

        static long ofSystem() {
            return System.currentTimeMillis();
        }

        static long ofInstant() {
            return Instant.now().toEpochMilli();
        }

        @SuppressWarnings("JavaUtilDate") // old code reads the clock this way
        static long ofDate() {
            return new Date().getTime();
        }

        static long ofNanoTime() {
            return System.nanoTime();
        }
    }

    /**
     * Verifies that the wall clock is shifted by the offset, and that the monotonic clock has stopped if it should.
     *
     * @throws IllegalStateException if a reading is not as it should be; the message names it
     */
    static void verify() {
        verifyNanoTime();
        long offset = Long.getLong(ClockAgent.OFFSET, 0);
        READINGS.forEach((name, reading) -> verify(name, reading, offset));
    }

    private static void verify(String name, LongSupplier reading, long offset) {
        long before = System.currentTimeMillis();
        long read = reading.getAsLong() - offset;
        long after = System.currentTimeMillis();
        if (read < before - SLACK_MILLIS || read > after + SLACK_MILLIS) {
            throw new IllegalStateException("%s is off by %d ms instead of %d ms in Java %s"
                    .formatted(name, read + offset - before, offset, Runtime.version()));
        }
    }

    private static void verifyNanoTime() {
        long before = withoutStop(System.nanoTime());
        long read = Reading.ofNanoTime();
        long after = withoutStop(System.nanoTime());
        if (read < before || read > after) {
            throw new IllegalStateException("System.nanoTime() is %d instead of %d to %d in Java %s"
                    .formatted(read, before, after, Runtime.version()));
        }
    }

    /** Returns the reading of the clock that did not advance from the stop until it was resumed. */
    private static long withoutStop(long nanos) {
        long stoppedAt = Long.getLong(ClockAgent.STOPPED_AT, Long.MAX_VALUE);
        long resumedAt = Long.getLong(ClockAgent.RESUMED_AT, Long.MAX_VALUE);
        return nanos - Math.max(Math.min(nanos, resumedAt) - stoppedAt, 0);
    }
}
