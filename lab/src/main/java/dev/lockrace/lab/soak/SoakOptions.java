package dev.lockrace.lab.soak;

import dev.lockrace.race.RaceBackend;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The options of a soak.
 *
 * @param tasks the number of tasks to be confirmed; null if the duration is given
 * @param duration how long tasks are published; null if their number is given
 * @param lockNames the number of lock names
 * @param killInterval the time from one killed worker to the next
 */
record SoakOptions(
        RaceBackend backend,
        @Nullable Integer tasks,
        @Nullable Duration duration,
        int lockNames,
        int workers,
        Duration killInterval) {

    /** Short, since a redelivered task waits until the lease of its earlier attempt has expired. */
    static final Duration TIME_TO_LIVE = Duration.ofSeconds(3);

    /** The tasks of a run, which contend for one lock name. */
    static final int TASKS_PER_RUN = 10;

    String lockName(int request) {
        return lockNameOf(request % lockNames);
    }

    /** Returns a name of characters that every backend stores as they are, so that the lab can find its lease. */
    static String lockNameOf(int number) {
        return "soak:" + number;
    }
}
