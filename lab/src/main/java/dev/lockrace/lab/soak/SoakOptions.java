package dev.lockrace.lab.soak;

import dev.lockrace.race.RaceBackend;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the caller asked for.
 *
 * @param tasks how many are to be confirmed; null when the time counts
 * @param length how long tasks are published; null when their number counts
 * @param names how many lock names they contend for
 * @param killEvery how long after a worker was killed the next is
 */
record SoakOptions(
        RaceBackend backend,
        @Nullable Integer tasks,
        @Nullable Duration length,
        int names,
        int workers,
        Duration killEvery) {

    /** Short, since who finds its own earlier lease waits for it. */
    static final Duration TIME_TO_LIVE = Duration.ofSeconds(3);

    /** The tasks of a run: they contend for one lock name. */
    static final int TASKS_OF_A_RUN = 10;

    String lockName(int request) {
        return lockNameOf(request % names);
    }

    /** Characters that every backend takes as they are, so that what it keeps can be looked for. */
    static String lockNameOf(int number) {
        return "soak:" + number;
    }
}
