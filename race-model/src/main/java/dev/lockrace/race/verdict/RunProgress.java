package dev.lockrace.race.verdict;

import dev.lockrace.race.event.EventLog;
import dev.lockrace.race.event.EventLog.Attempt;
import dev.lockrace.race.event.EventLog.Run;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a run. Tasks that the broker did not confirm are not counted: the run does not wait for them.
 *
 * @param confirmed the number of confirmed tasks; null while the tasks are being published
 * @param completedTasks the number of confirmed tasks that have ended
 */
public record RunProgress(@Nullable Integer confirmed, int completedTasks) {

    /** Returns the progress of the run whose events these are. */
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

    /** Returns the number of confirmed tasks that have not ended; 0 while the tasks are being published. */
    public int pendingTasks() {
        return confirmed == null ? 0 : confirmed - completedTasks;
    }

    /** Returns what the run waits for. */
    String pending() {
        if (confirmed == null) {
            return "its tasks are still being published";
        }
        return "%d of %d %s %s pending"
                .formatted(
                        pendingTasks(),
                        confirmed,
                        confirmed == 1 ? "task" : "tasks",
                        pendingTasks() == 1 ? "is" : "are");
    }
}
