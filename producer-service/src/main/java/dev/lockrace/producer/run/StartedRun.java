package dev.lockrace.producer.run;

import java.util.Map;
import java.util.UUID;

/**
 * The answer to who started a run.
 *
 * @param message for people
 * @param tasks how many were published and confirmed
 * @param links where its events and verdict are
 */
record StartedRun(UUID runId, String message, int tasks, String backend, String lockName, Map<String, String> links) {

    static StartedRun of(RunPlan plan) {
        return new StartedRun(
                plan.id(),
                "Added %d tasks".formatted(plan.tasks()),
                plan.tasks(),
                plan.backend().id(),
                plan.lockName(),
                Map.of("self", RunController.path(plan.id())));
    }
}
