package dev.lockrace.race;

import java.time.Duration;

/** The defaults and limits of a run. */
public final class RaceDefaults {

    public static final int TASKS = 10;
    public static final int MAX_TASKS = 10_000;
    public static final Duration HOLD = Duration.ofSeconds(3);
    public static final Duration TIME_TO_LIVE = Duration.ofSeconds(15);

    private RaceDefaults() {}
}
