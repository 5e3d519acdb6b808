package dev.lockrace.producer.run;

import dev.lockrace.race.event.EventLog;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run in a line, for the list of the latest.
 *
 * @param endedAt null while it goes on, as are the peak of its holders and its verdict
 * @param links where its events is
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
