package dev.lockrace.clock;

import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.function.LongSupplier;

/** Reads the wall clock as any code would, and compares it with the true one: classes of this agent still see that. */
final class ClockProbe {

    private static final Map<String, LongSupplier> READINGS = Map.of(
            "System.currentTimeMillis()", Reading::ofSystem,
            "Instant.now()", Reading::ofInstant,
            "new Date()", Reading::ofDate);

    /** For clocks of different resolution. */
    private static final long SLACK_MILLIS = 20;

    private ClockProbe() {}

    /** A class like any other: it is changed, too. */
    private static final class Reading {

        static long ofSystem() {
            return System.currentTimeMillis();
        }

        static long ofInstant() {
            return Instant.now().toEpochMilli();
        }

        @SuppressWarnings("JavaUtilDate") // what old code reads
        static long ofDate() {
            return new Date().getTime();
        }
    }

    /**
     * Checks that the clock is off by the offset.
     *
     * @throws IllegalStateException if it is not: names what did not move
     */
    static void verify() {
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
}
