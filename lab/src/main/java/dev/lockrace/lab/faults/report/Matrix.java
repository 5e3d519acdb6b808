package dev.lockrace.lab.faults.report;

import dev.lockrace.lab.faults.fault.Result;
import dev.lockrace.lab.faults.result.CellResult;
import dev.lockrace.lab.faults.result.Column;
import dev.lockrace.lab.faults.result.FaultResult;
import dev.lockrace.lab.faults.result.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Faults by backends.
 *
 * @param refused faults that can't be done to these servers
 */
record Matrix(List<String> columns, List<Row> rows, List<RefusedRow> refused) {

    /** One fault on all backends. */
    record Row(String fault, String sentence, List<Box> boxes) {}

    /** A fault that was not done, and why. */
    record RefusedRow(String fault, String sentence, String reason) {}

    /**
     * One fault on one backend.
     *
     * @param entries none where nothing was run; several where it was run several times with different results
     * @param absent why nothing was run, where nothing was
     */
    record Box(String column, List<Entry> entries, String absent) {

        boolean empty() {
            return entries.isEmpty();
        }
    }

    /**
     * Races with the same result.
     *
     * @param times how many, such as {@code 5×}; empty for a single one
     * @param race the id of the first one's section
     */
    record Entry(Look look, String times, boolean surprise, String expected, String race) {

        private static Entry of(List<RaceSection> alike, boolean repeated) {
            CellResult first = alike.get(0).cell();
            return new Entry(
                    Look.of(first.result()),
                    repeated ? alike.size() + "×" : "",
                    !first.isAsExpected(),
                    first.expected().text(),
                    alike.get(0).id());
        }
    }

    static Matrix of(FaultResult result, List<FaultSection> sections) {
        List<Column> columns = Column.of(result.cells());
        return new Matrix(
                columns.stream().map(Matrix::title).toList(),
                sections.stream().map(section -> row(section, columns)).toList(),
                result.refused().stream()
                        .map(refused -> refusedRow(refused, result.faults()))
                        .toList());
    }

    static String title(Column column) {
        return column.fencing() ? column.backend() + " with fencing" : column.backend();
    }

    private static Row row(FaultSection section, List<Column> columns) {
        return new Row(
                section.fault(),
                section.sentence(),
                columns.stream().map(column -> box(section, column)).toList());
    }

    private static Box box(FaultSection section, Column column) {
        List<RaceSection> races = section.races().stream()
                .filter(race -> column.isOf(race.cell()))
                .sorted((one, two) -> Look.MAX_TELLING_FIRST.compare(one.cell(), two.cell()))
                .toList();
        Map<Result, List<RaceSection>> alike = new LinkedHashMap<>();
        races.forEach(race -> alike.computeIfAbsent(race.cell().result(), any -> new ArrayList<>())
                .add(race));
        return new Box(
                title(column),
                alike.values().stream()
                        .map(group -> Entry.of(group, races.size() > 1))
                        .toList(),
                column.fencing() ? "no need" : "can’t happen");
    }

    private static RefusedRow refusedRow(Refused refused, Map<String, String> sentences) {
        return new RefusedRow(refused.fault(), sentences.getOrDefault(refused.fault(), ""), refused.reason());
    }
}
