package dev.lockrace.lab.faults.report;

import dev.lockrace.lab.faults.fault.Result;
import dev.lockrace.lab.faults.result.CellResult;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How a result looks: a colour, a pattern and a symbol, all three by its id.
 *
 * @param meaning in a sentence
 */
record Look(String id, String text, String meaning) {

    private static final List<Result> WORST_FIRST = List.of(
            Result.BROKEN,
            Result.WORK_LOST,
            Result.WORK_DOUBLED,
            Result.DISHONEST,
            Result.INCONCLUSIVE,
            Result.LEASE_LOST,
            Result.SAFE_BY_FENCING,
            Result.LATE,
            Result.HELD);

    /** What was not expected first, and the worse before the better. */
    static final Comparator<CellResult> MAX_TELLING_FIRST =
            Comparator.comparing(CellResult::isAsExpected).thenComparing(cell -> WORST_FIRST.indexOf(cell.result()));

    static Look of(Result result) {
        return new Look(result.name().toLowerCase(Locale.ROOT).replace('_', '-'), result.text(), meaning(result));
    }

    private static String meaning(Result result) {
        return switch (result) {
            case HELD -> "One holder at a time, and the one that the fault met did its work.";
            case LATE ->
                "One holder at a time. The one that the fault met did not end its work; once its lease was over, another"
                        + " did. Nothing was lost.";
            case LEASE_LOST ->
                "The store forgot the lease, as it declares that it may. The holder learned of that and wrote nothing.";
            case SAFE_BY_FENCING ->
                "A holder wrote after its lease had ended, and the database refused it by its fencing token.";
            case BROKEN ->
                "Two did the work at the same time, or one wrote after a later holder: the lock did not protect.";
            case WORK_LOST -> "A task's work was never done.";
            case WORK_DOUBLED -> "One task's work was done twice.";
            case DISHONEST -> "A worker was told that another held the lock while nobody could know that.";
            case INCONCLUSIVE -> "The record can't tell: a defect of the lab.";
        };
    }
}
