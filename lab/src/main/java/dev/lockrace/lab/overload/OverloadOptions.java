package dev.lockrace.lab.overload;

import dev.lockrace.race.RaceBackend;
import java.time.Duration;

/**
 * The options of an overload.
 *
 * @param maxPending the number of pending tasks at which the producer rejects requests
 */
record OverloadOptions(RaceBackend backend, int workers, int maxPending) {

    /** The minimum, since only the number of tasks matters. */
    static final Duration HOLD = Duration.ofMillis(1);

    /** Short, since a redelivered task waits until the lease of its earlier attempt has expired. */
    static final Duration TIME_TO_LIVE = Duration.ofSeconds(3);
}
