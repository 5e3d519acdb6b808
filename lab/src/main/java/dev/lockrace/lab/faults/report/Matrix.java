package dev.lockrace.lab.faults.report;

import dev.lockrace.lab.faults.result.ExperimentResult;
import dev.lockrace.lab.faults.result.FaultsResult;
import dev.lockrace.lab.faults.result.MatrixColumn;
import dev.lockrace.lab.faults.result.Result;
import dev.lockrace.lab.faults.result.UnsupportedFault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The matrix of faults and backends.
 *
 * @param unsupported the faults that these servers do not support
 */
record Matrix(List<String> columns, List<Row> rows, List<UnsupportedRow> unsupported) {

    /** The results of one fault on all backends. */
    record Row(String fault, String description, List<TableCell> cells) {}

    /** A fault that these servers do not support, and the reason. */
    record UnsupportedRow(String fault, String description, String reason) {}

    /**
     * The results of one fault on one backend.
     *
     * @param entries empty if there was no experiment; several if repetitions had different results
     * @param absent why there was no experiment, if there was none
     */
    record TableCell(String column, List<Entry> entries, String absent) {

        boolean empty() {
            return entries.isEmpty();
        }
    }

    /**
     * Experiments with the same result.
     *
     * @param times their number, such as {@code 5×}; empty for a single experiment
     * @param experiment the id of the section of the first one
     */
    record Entry(ResultStyle style, String times, boolean unexpected, String expected, String experiment) {

        private static Entry of(List<ExperimentSection> same, boolean repeated) {
            ExperimentResult first = same.get(0).result();
            return new Entry(
                    ResultStyle.of(first.result()),
                    repeated ? same.size() + "×" : "",
                    !first.isAsExpected(),
                    first.expected().text(),
                    same.get(0).id());
        }
    }

    static Matrix of(FaultsResult result, List<FaultSection> sections) {
        List<MatrixColumn> columns = MatrixColumn.of(result.experiments());
        return new Matrix(
                columns.stream().map(Matrix::title).toList(),
                sections.stream().map(section -> row(section, columns)).toList(),
                result.unsupported().stream()
                        .map(unsupported -> unsupportedRow(unsupported, result.faults()))
                        .toList());
    }

    static String title(MatrixColumn column) {
        return column.fencing() ? column.backend() + " with fencing" : column.backend();
    }

    private static Row row(FaultSection section, List<MatrixColumn> columns) {
        return new Row(
                section.fault(),
                section.description(),
                columns.stream().map(column -> cell(section, column)).toList());
    }

    private static TableCell cell(FaultSection section, MatrixColumn column) {
        List<ExperimentSection> experiments = section.experiments().stream()
                .filter(experiment -> column.contains(experiment.result()))
                .sorted((one, two) -> ResultStyle.BY_SEVERITY.compare(one.result(), two.result()))
                .toList();
        Map<Result, List<ExperimentSection>> byResult = new LinkedHashMap<>();
        experiments.forEach(
                experiment -> byResult.computeIfAbsent(experiment.result().result(), any -> new ArrayList<>())
                        .add(experiment));
        return new TableCell(
                title(column),
                byResult.values().stream()
                        .map(group -> Entry.of(group, experiments.size() > 1))
                        .toList(),
                column.fencing() ? "not needed" : "not applicable");
    }

    private static UnsupportedRow unsupportedRow(UnsupportedFault unsupported, Map<String, String> descriptions) {
        return new UnsupportedRow(
                unsupported.fault(), descriptions.getOrDefault(unsupported.fault(), ""), unsupported.reason());
    }
}
