package dev.lockrace.lab.faults.result;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The result of {@code ./lockrace faults}.
 *
 * @param command the command line that repeats it
 * @param machine the machine that it ran on
 * @param servers product and version of each server, by name
 * @param faults the description of each fault, by id
 * @param unsupported the faults that these servers do not support
 */
public record FaultsResult(
        Instant startedAt,
        String command,
        String machine,
        String serverKind,
        Map<String, String> servers,
        Map<String, String> faults,
        List<UnsupportedFault> unsupported,
        List<ExperimentResult> experiments) {

    public boolean isAsExpected() {
        return experiments.stream().allMatch(ExperimentResult::isAsExpected);
    }

    /** Returns how many experiments had the expected result, in a sentence. */
    public String summary() {
        long unexpected = experiments.stream()
                .filter(experiment -> !experiment.isAsExpected())
                .count();
        int all = experiments.size();
        if (all == 1) {
            return "The experiment had %s result.".formatted(unexpected == 0 ? "the expected" : "an unexpected");
        }
        return unexpected == 0
                ? "All %d experiments had the expected result.".formatted(all)
                : "%d of %d experiments had %s."
                        .formatted(unexpected, all, unexpected == 1 ? "an unexpected result" : "unexpected results");
    }
}
