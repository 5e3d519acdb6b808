package dev.lockrace.lab.soak;

import dev.lockrace.lab.cli.Plural;
import dev.lockrace.lab.load.TaskSummary;
import dev.lockrace.lab.load.TaskSummaryChecker;
import dev.lockrace.race.RaceBackend;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The checker of a soak: it reports lost tasks, work that was done twice, unclosed attempts and remaining leases. */
final class SoakChecker {

    private SoakChecker() {}

    /**
     * Checks a soak.
     *
     * @param killed the names of the killed workers, each of which may leave one attempt unclosed
     * @param leasesAfterExpiry the number of leases after the time in which each must have expired
     * @return the violations, each in a sentence; empty if there are none
     */
    static List<String> check(
            RaceBackend backend, TaskSummary tasks, Collection<String> killed, int leasesAfterExpiry) {
        List<String> violations = new ArrayList<>(TaskSummaryChecker.check(backend, tasks, 0));
        tasks.unclosedAttempts().forEach((worker, attempts) -> {
            if (!killed.contains(worker)) {
                violations.add(
                        "%s was not killed, but left %s unclosed".formatted(worker, Plural.of(attempts, "attempt")));
            } else if (attempts > 1) {
                violations.add("%s was killed during one task, but left %s unclosed"
                        .formatted(worker, Plural.of(attempts, "attempt")));
            }
        });
        if (leasesAfterExpiry > 0) {
            violations.add("%s %s after the time to live"
                    .formatted(Plural.of(leasesAfterExpiry, "lease"), leasesAfterExpiry == 1 ? "remains" : "remain"));
        }
        return List.copyOf(violations);
    }
}
