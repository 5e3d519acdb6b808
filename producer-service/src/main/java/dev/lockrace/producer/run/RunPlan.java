package dev.lockrace.producer.run;

import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.task.TaskMessage;
import java.time.Duration;
import java.util.UUID;

/**
 * A plan of tasks to publish, with every value validated and every default filled in.
 *
 * @param firstTask the number of the first task to publish; 1 for a new run
 * @param tasks the number of tasks to publish
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

    /** Returns the number of the last task to publish. */
    int lastTask() {
        return firstTask + tasks - 1;
    }

    /** Returns a plan of the same number of tasks, numbered so that {@code last} is the last. */
    RunPlan upTo(int last) {
        return new RunPlan(id, last - tasks + 1, tasks, backend, hold, timeToLive, lockName, fencing);
    }

    /** Returns the message of a task. */
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
