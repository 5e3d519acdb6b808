package dev.lockrace.race;

import java.time.Duration;

/**
 * A range of durations.
 *
 * @param min the minimum duration, inclusive
 * @param max the maximum duration, inclusive
 */
public record DurationRange(Duration min, Duration max) {

    /** Returns whether the duration is within this range. */
    public boolean contains(Duration duration) {
        return duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0;
    }

    /** Returns both limits for error messages, such as {@code PT0S to PT8M}. */
    @Override
    public String toString() {
        return "%s to %s".formatted(min, max);
    }
}
