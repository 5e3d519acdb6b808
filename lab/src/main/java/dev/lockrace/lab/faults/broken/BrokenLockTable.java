package dev.lockrace.lab.faults.broken;

import dev.lockrace.lab.faults.broken.BrokenLocksResult.BrokenLockResult;
import dev.lockrace.lab.faults.result.ExperimentResult;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The result of the broken locks as a table. */
final class BrokenLockTable {

    private static final String ROW = "%-32s%-24s%-10s%-26s%s";

    private BrokenLockTable() {}

    static String of(BrokenLocksResult result) {
        StringBuilder out = new StringBuilder();
        result.servers().forEach((name, description) -> out.append("%s: %s%n".formatted(name, description)));
        out.append("%n%s%n".formatted(ROW.formatted("broken lock", "fault", "backend", "result", "detected")));
        result.locks().forEach(lock -> out.append(row(lock)));
        result.unsupported()
                .forEach(unsupported -> out.append(
                        "%-32s%-24snot supported: %s%n".formatted("", unsupported.fault(), unsupported.reason())));
        out.append("%n%s%n%n%s%n".formatted(details(result), summary(result)));
        return out.toString();
    }

    private static String row(BrokenLockResult lock) {
        ExperimentResult experiment = lock.experiment();
        return "%s%n"
                .formatted(ROW.formatted(
                        lock.lock(),
                        experiment.fault(),
                        experiment.backend(),
                        experiment.result().text(),
                        lock.isDetected() ? "yes" : "NO"));
    }

    private static String details(BrokenLocksResult result) {
        return result.locks().stream().map(BrokenLockTable::detail).collect(Collectors.joining("%n".formatted()));
    }

    private static String detail(BrokenLockResult lock) {
        ExperimentResult experiment = lock.experiment();
        String missed =
                lock.isDetected() ? "" : ", not " + experiment.expected().text();
        return "%s: %s.%n    %s%s: %s.%n    Expected %s because %s."
                .formatted(
                        lock.lock(),
                        lock.defect(),
                        experiment.result().text(),
                        missed,
                        experiment.explanation(),
                        experiment.expected().text(),
                        experiment.reason());
    }

    private static String summary(BrokenLocksResult result) {
        long all = count(result.locks().stream());
        long missed = count(result.locks().stream().filter(lock -> !lock.isDetected()));
        String subject = all == 1 ? "The broken lock" : "%d of %d broken locks".formatted(missed, all);
        if (missed > 0) {
            return "%s %s not detected, so results of such faults prove nothing."
                    .formatted(subject, missed == 1 ? "was" : "were");
        }
        return all == 1 ? "The broken lock was detected." : "All %d broken locks were detected.".formatted(all);
    }

    /** Returns the number of locks, each of which may have several results. */
    private static long count(Stream<BrokenLockResult> results) {
        return results.map(BrokenLockResult::lock).distinct().count();
    }
}
