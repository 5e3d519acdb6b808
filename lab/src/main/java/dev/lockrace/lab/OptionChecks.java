package dev.lockrace.lab;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Refuses what a command was given and can't take, with a message that says what it takes. */
public final class OptionChecks {

    private final CommandSpec command;

    public OptionChecks(CommandSpec command) {
        this.command = command;
    }

    /**
     * Checks a number or a duration.
     *
     * @throws ParameterException if it is less than the least, or more than the most
     */
    public <T extends Comparable<T>> void range(String option, T least, T most, T value) {
        that(
                value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
                "%s must be %s to %s, was: %s".formatted(option, text(least), text(most), text(value)));
    }

    /**
     * Checks anything.
     *
     * @throws ParameterException with that message, unless the condition holds
     */
    public void that(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(command.commandLine(), message);
        }
    }

    /** A duration as it is given: in the largest unit that leaves no rest. */
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
