package dev.lockrace.lab.faults;

import dev.lockrace.lab.faults.result.ExperimentResult;
import dev.lockrace.lab.faults.result.FaultsResult;
import dev.lockrace.lab.faults.result.MatrixColumn;
import dev.lockrace.lab.faults.result.Result;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The result as a table: the matrix of faults and backends, and the details of unexpected results. */
final class FaultTable {

    private static final int WIDTH = 15;

    /** The maximum number of experiments for which all details are printed. */
    private static final int MAX_DETAILS = 6;

    private static final Map<Result, String> SHORT = Map.of(
            Result.HELD, "held",
            Result.LATE, "late",
            Result.LEASE_LOST, "lease lost",
            Result.SAFE_BY_FENCING, "safe",
            Result.BROKEN, "BROKEN",
            Result.WORK_LOST, "WORK LOST",
            Result.WORK_DOUBLED, "WORK DOUBLED",
            Result.DISHONEST, "DISHONEST",
            Result.INCONCLUSIVE, "inconclusive");

    private final FaultsResult result;
    private final List<MatrixColumn> columns;

    private FaultTable(FaultsResult result) {
        this.result = result;
        this.columns = MatrixColumn.of(result.experiments());
    }

    static String of(FaultsResult result) {
        return new FaultTable(result).text();
    }

    private static String title(MatrixColumn column) {
        return column.fencing() ? column.backend() + "+fence" : column.backend();
    }

    private String text() {
        StringBuilder out = new StringBuilder();
        result.servers().forEach((name, description) -> out.append("%s: %s%n".formatted(name, description)));
        out.append("%n%-30s".formatted("fault"));
        columns.forEach(column -> out.append(("%-" + WIDTH + "s").formatted(title(column))));
        out.append("%n".formatted());
        result.experiments().stream().map(ExperimentResult::fault).distinct().forEach(fault -> out.append(row(fault)));
        result.unsupported()
                .forEach(unsupported ->
                        out.append("%-30snot supported: %s%n".formatted(unsupported.fault(), unsupported.reason())));
        out.append("%n%s%n%n%s%n".formatted(legend(), details()));
        return out.toString();
    }

    private String row(String fault) {
        StringBuilder row = new StringBuilder("%-30s".formatted(fault));
        columns.forEach(column -> row.append(("%-" + WIDTH + "s").formatted(entry(fault, column))));
        return row.toString().stripTrailing() + "%n".formatted();
    }

    private String entry(String fault, MatrixColumn column) {
        List<ExperimentResult> experiments = result.experiments().stream()
                .filter(experiment -> experiment.fault().equals(fault) && column.contains(experiment))
                .toList();
        Optional<ExperimentResult> unexpected = experiments.stream()
                .filter(experiment -> !experiment.isAsExpected())
                .findFirst();
        return unexpected
                .map(experiment -> SHORT.get(experiment.result()) + " (!)")
                .or(() -> experiments.stream().findFirst().map(experiment -> SHORT.get(experiment.result())))
                .orElse("-");
    }

    private static String legend() {
        return """
                held: one holder at a time, and the holder that the fault affected did its work.
                late: that holder did not finish; another did its task after the lease had ended; nothing was lost.
                lease lost: the store lost the lease, as it declares; the holder noticed and wrote nothing.
                safe: a holder wrote after its lease, and the write was rejected by its fencing token.
                BROKEN: two holders did the work at the same time, or one wrote after a later holder.
                DISHONEST: the lock was reported as contended although no worker could know whether it was held.
                -: the fault cannot affect the backend.  (!): the result was not expected.""";
    }

    private String details() {
        List<ExperimentResult> detailed = result.experiments().size() <= MAX_DETAILS
                ? result.experiments()
                : result.experiments().stream()
                        .filter(experiment -> !experiment.isAsExpected())
                        .toList();
        String details = detailed.stream().map(FaultTable::detail).collect(Collectors.joining("%n".formatted()));
        return details.isEmpty() ? result.summary() : "%s%n%n%s".formatted(details, result.summary());
    }

    private static String detail(ExperimentResult experiment) {
        String name = "%s on %s%s"
                .formatted(experiment.fault(), experiment.backend(), experiment.fencing() ? " with fencing" : "");
        String text = experiment.isAsExpected()
                ? "%s: %s, as expected: %s.".formatted(name, experiment.result().text(), experiment.explanation())
                : "%s: %s, not %s: %s. Expected because %s."
                        .formatted(
                                name,
                                experiment.result().text(),
                                experiment.expected().text(),
                                experiment.explanation(),
                                experiment.reason());
        return experiment.witnesses().stream()
                .map(witness -> "%n    %s".formatted(witness))
                .collect(Collectors.joining("", text, ""));
    }
}
