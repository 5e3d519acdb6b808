package dev.lockrace.producer.run;

import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.task.TaskMessage;
import java.time.Duration;
import java.util.UUID;

/**
 * A run that can be started: every value checked, every default filled in.
 *
 * @param firstTask the number of the first task to publish, 1 for a new run
 * @param tasks how many to publish
 */
record RunPlan(
        UUID id,
        int firstTask,
        int tasks,
        RaceBackend backend,
        Duration hold,
        Duration timeToLive,
        String lockName,
        boolean fencing) {

    /** The number of the last task to publish. */
    int lastTask() {
        return firstTask + tasks - 1;
    }

    /** As many tasks, the last of which has that number. */
    RunPlan upTo(int last) {
        return new RunPlan(id, last - tasks + 1, tasks, backend, hold, timeToLive, lockName, fencing);
    }

    /** The message of one task. */
    TaskMessage task(int number) {
        return new TaskMessage(
                TaskMessage.VERSION,
                id,
                number,
                lockName,
                backend.id(),
                hold,
                timeToLive,
                fencing,
                "invoice %d".formatted(number));
    }
}
