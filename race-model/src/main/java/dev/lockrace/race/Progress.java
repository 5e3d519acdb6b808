package dev.lockrace.race;

import dev.lockrace.race.Evidence.Attempt;
import dev.lockrace.race.Evidence.Run;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far a run is. Tasks that the broker did not confirm are counted apart: the run does not wait for them.
 *
 * @param confirmed null while the tasks are being published
 * @param endedOfThem how many of the confirmed tasks have ended
 */
public record Progress(@Nullable Integer confirmed, int endedOfThem) {

    public static Progress of(Evidence evidence) {
        return of(
                evidence.run(),
                evidence.attempts().stream()
                        .filter(attempt -> attempt.isOf(evidence.run()))
                        .toList());
    }

    static Progress of(Run run, List<Attempt> own) {
        Set<Integer> unconfirmed = new HashSet<>(run.unconfirmedTasks());
        int endedOfThem = (int) own.stream()
                .filter(attempt ->
                        attempt.outcome() != null && attempt.outcome().endsTask())
                .map(Attempt::taskNumber)
                .filter(number -> !unconfirmed.contains(number))
                .distinct()
                .count();
        return new Progress(run.tasksConfirmed(), endedOfThem);
    }

    boolean ended() {
        return confirmed != null && endedOfThem >= confirmed;
    }

    /** How many of the confirmed tasks have not ended; 0 while they are being published. */
    public int pendingTasks() {
        return confirmed == null ? 0 : confirmed - endedOfThem;
    }

    /** What the run waits for. */
    String pending() {
        return confirmed == null
                ? "its tasks are still being published"
                : "%d of %d tasks are pending".formatted(pendingTasks(), confirmed);
    }
}
