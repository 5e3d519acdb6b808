package dev.lockrace.producer.run;

import java.util.Map;
import java.util.UUID;

/**
 * The response to the request that started a run.
 *
 * @param message the message for people, such as {@code Added 10 tasks}
 * @param tasks the number of published and confirmed tasks
 * @param links the link to the report of the run
 */
record StartedRun(UUID runId, String message, int tasks, String backend, String lockName, Map<String, String> links) {

    static StartedRun of(RunPlan plan) {
        return new StartedRun(
                plan.id(),
                plan.tasks() == 1 ? "Added 1 task" : "Added %d tasks".formatted(plan.tasks()),
                plan.tasks(),
                plan.backend().id(),
                plan.lockName(),
                Map.of("self", RunController.path(plan.id())));
    }
}
