package dev.lockrace.lab.cli;

import java.time.Duration;

/** The text of a duration in messages. */
public final class DurationText {

    private DurationText() {}

    /** Returns minutes and seconds, such as {@code 2 min 5 s}, or seconds alone below a minute. */
    public static String of(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 60 ? seconds + " s" : "%d min %d s".formatted(seconds / 60, seconds % 60);
    }
}
