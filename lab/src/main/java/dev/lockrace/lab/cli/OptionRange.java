package dev.lockrace.lab.cli;

import java.time.Duration;

/**
 * The permitted values of an option: a number or a duration.
 *
 * @param option with its dashes
 * @param min inclusive
 * @param max inclusive
 */
public record OptionRange<T extends Comparable<T>>(String option, T min, T max) {

    /**
     * Checks a value.
     *
     * @throws InvalidOptionException if the value is outside the range
     */
    public void check(T value) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new InvalidOptionException(
                    "%s must be %s to %s, was: %s".formatted(option, text(min), text(max), text(value)));
        }
    }

    /** Returns a duration as the command line takes it, in the largest unit that divides it. */
    private static String text(Object value) {
        if (!(value instanceof Duration duration)) {
            return value.toString();
        }
        if (duration.toNanosPart() != 0) {
            return duration.compareTo(Duration.ofSeconds(1)) < 0 ? duration.toMillis() + "ms" : duration.toString();
        }
        if (duration.isZero() || duration.toSecondsPart() != 0) {
            return duration.toSeconds() + "s";
        }
        return duration.toMinutesPart() != 0 ? duration.toMinutes() + "m" : duration.toHours() + "h";
    }
}
