package dev.lockrace.race.verdict;

import dev.lockrace.race.event.EventLog;
import dev.lockrace.race.event.EventLog.Attempt;
import dev.lockrace.race.event.EventLog.Run;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far a run is. Tasks that the broker did not confirm are counted apart: the run does not wait for them.
 *
 * @param confirmed null while the tasks are being published
 * @param completedTasks how many of the confirmed tasks have ended
 */
public record RunProgress(@Nullable Integer confirmed, int completedTasks) {

    public static RunProgress of(EventLog events) {
        return of(
                events.run(),
                events.attempts().stream()
                        .filter(attempt -> attempt.isOf(events.run()))
                        .toList());
    }

    static RunProgress of(Run run, List<Attempt> own) {
        Set<Integer> unconfirmed = new HashSet<>(run.unconfirmedTasks());
        int completedTasks = (int) own.stream()
                .filter(attempt ->
                        attempt.outcome() != null && attempt.outcome().endsTask())
                .map(Attempt::taskNumber)
                .filter(number -> !unconfirmed.contains(number))
                .distinct()
                .count();
        return new RunProgress(run.tasksConfirmed(), completedTasks);
    }

    boolean ended() {
        return confirmed != null && completedTasks >= confirmed;
    }

    /** How many of the confirmed tasks have not ended; 0 while they are being published. */
    public int pendingTasks() {
        return confirmed == null ? 0 : confirmed - completedTasks;
    }

    /** What the run waits for. */
    String pending() {
        return confirmed == null
                ? "its tasks are still being published"
                : "%d of %d tasks are pending".formatted(pendingTasks(), confirmed);
    }
}
