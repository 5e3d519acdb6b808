package dev.lockrace.lab.faults.result;

import java.util.Comparator;
import java.util.List;

/** One of the matrix's columns: a backend, with fencing or without. */
public record Column(String backend, boolean fencing) {

    private static final Comparator<Column> ORDER =
            Comparator.comparing(Column::backend).thenComparing(Column::fencing);

    /** Those that these races make up, in the order of reading. */
    public static List<Column> of(List<CellResult> cells) {
        return cells.stream()
                .map(cell -> new Column(cell.backend(), cell.fencing()))
                .distinct()
                .sorted(ORDER)
                .toList();
    }

    public boolean isOf(CellResult cell) {
        return cell.backend().equals(backend) && cell.fencing() == fencing;
    }
}
