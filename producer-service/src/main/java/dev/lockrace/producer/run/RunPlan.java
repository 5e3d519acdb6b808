package dev.lockrace.producer.run;

import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.TaskMessage;
import java.time.Duration;
import java.util.UUID;

/**
 * A run that can be started: every value checked, every default filled in.
 *
 * @param tasks how many
 */
record RunPlan(
        UUID id, int tasks, RaceBackend backend, Duration hold, Duration timeToLive, String lockName, boolean fencing) {

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
