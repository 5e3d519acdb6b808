package dev.lockrace.lab.overload;

import dev.lockrace.race.RaceBackend;
import java.time.Duration;

/**
 * What the caller asked for.
 *
 * @param tasks how many may wait for a worker before the producer turns callers away
 */
record OverloadOptions(RaceBackend backend, int workers, int tasks) {

    /** As short as can be: the tasks are small. */
    static final Duration HOLD = Duration.ofMillis(1);

    /** Short, since who finds its own earlier lease waits for it. */
    static final Duration TIME_TO_LIVE = Duration.ofSeconds(3);
}
