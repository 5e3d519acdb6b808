package dev.lockrace.producer.run;

import dev.lockrace.race.event.EventLog;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The summary of a run in the list of runs.
 *
 * @param tasks the number of requested tasks
 * @param confirmed the number of tasks that the broker confirmed; null while they are being published
 * @param endedAt null while the run is in progress, like the peak holders and the verdict
 * @param links the link to the report of the run
 */
record RunSummary(
        UUID id,
        String backend,
        String lockName,
        int tasks,
        @Nullable Integer confirmed,
        Instant createdAt,
        @Nullable Instant endedAt,
        @Nullable Integer peakHolders,
        @Nullable String verdict,
        Map<String, String> links) {

    static RunSummary of(
            EventLog.Run run, @Nullable Instant endedAt, @Nullable Integer peakHolders, @Nullable String verdict) {
        return new RunSummary(
                run.id(),
                run.backend(),
                run.lockName(),
                run.tasksRequested(),
                run.tasksConfirmed(),
                run.createdAt(),
                endedAt,
                peakHolders,
                verdict,
                Map.of("self", RunController.path(run.id())));
    }
}
