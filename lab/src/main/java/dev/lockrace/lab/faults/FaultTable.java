package dev.lockrace.lab.faults;

import dev.lockrace.lab.faults.fault.Result;
import dev.lockrace.lab.faults.result.CellResult;
import dev.lockrace.lab.faults.result.Column;
import dev.lockrace.lab.faults.result.FaultResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The result for people: the matrix of faults and backends, and how each surprise and each broken lock came. */
final class FaultTable {

    private static final int WIDTH = 15;

    /** Up to so many races are told one by one. */
    private static final int FEW = 6;

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

    private final FaultResult result;
    private final List<Column> columns;

    private FaultTable(FaultResult result) {
        this.result = result;
        this.columns = Column.of(result.cells());
    }

    static String of(FaultResult result) {
        return new FaultTable(result).text();
    }

    private static String title(Column column) {
        return column.fencing() ? column.backend() + "+fence" : column.backend();
    }

    private String text() {
        StringBuilder out = new StringBuilder();
        result.servers().forEach((name, description) -> out.append("%s: %s%n".formatted(name, description)));
        out.append("%n%-30s".formatted("fault"));
        columns.forEach(column -> out.append(("%-" + WIDTH + "s").formatted(title(column))));
        out.append("%n".formatted());
        result.cells().stream().map(CellResult::fault).distinct().forEach(fault -> out.append(row(fault)));
        result.refused()
                .forEach(refused -> out.append("%-30snot done: %s%n".formatted(refused.fault(), refused.reason())));
        out.append("%n%s%n%n%s%n".formatted(legend(), told()));
        return out.toString();
    }

    private String row(String fault) {
        StringBuilder row = new StringBuilder("%-30s".formatted(fault));
        columns.forEach(column -> row.append(("%-" + WIDTH + "s").formatted(entry(fault, column))));
        return row.toString().stripTrailing() + "%n".formatted();
    }

    private String entry(String fault, Column column) {
        List<CellResult> cells = result.cells().stream()
                .filter(cell -> cell.fault().equals(fault) && column.isOf(cell))
                .toList();
        Optional<CellResult> surprise =
                cells.stream().filter(cell -> !cell.isAsExpected()).findFirst();
        return surprise.map(cell -> SHORT.get(cell.result()) + " (!)")
                .or(() -> cells.stream().findFirst().map(cell -> SHORT.get(cell.result())))
                .orElse("-");
    }

    private static String legend() {
        return """
                held: one holder at a time, and the one that the fault met did its work.
                late: it did not, and its task was done by another once the lease was over; nothing was lost.
                lease lost: the store forgot the lease, as it declares; the holder learned of that and wrote nothing.
                safe: a holder wrote after its lease, and was refused by its fencing token.
                BROKEN: two did the work at the same time, or one wrote after a later holder.
                DISHONEST: somebody was told that another held the lock while nobody could know that.
                -: that can't happen there.  (!): not what was expected.""";
    }

    private String told() {
        List<CellResult> told = result.cells().size() <= FEW
                ? result.cells()
                : result.cells().stream().filter(cell -> !cell.isAsExpected()).toList();
        String surprises = told.stream().map(FaultTable::sentence).collect(Collectors.joining("%n".formatted()));
        long unexpected =
                result.cells().stream().filter(cell -> !cell.isAsExpected()).count();
        String sum = unexpected == 0
                ? "All %d races ended as expected.".formatted(result.cells().size())
                : "%d of %d races did not end as expected."
                        .formatted(unexpected, result.cells().size());
        return surprises.isEmpty() ? sum : "%s%n%n%s".formatted(surprises, sum);
    }

    private static String sentence(CellResult cell) {
        String where = "%s on %s%s".formatted(cell.fault(), cell.backend(), cell.fencing() ? " with fencing" : "");
        String text = cell.isAsExpected()
                ? "%s: %s, as expected: %s.".formatted(where, cell.result().text(), cell.explanation())
                : "%s: %s, and not %s: %s. Expected since %s."
                        .formatted(
                                where, cell.result().text(), cell.expected().text(), cell.explanation(), cell.reason());
        return cell.witnesses().stream()
                .map(witness -> "%n    %s".formatted(witness))
                .collect(Collectors.joining("", text, ""));
    }
}
