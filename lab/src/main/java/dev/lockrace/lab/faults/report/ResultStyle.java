package dev.lockrace.lab.faults.report;

import dev.lockrace.lab.faults.result.ExperimentResult;
import dev.lockrace.lab.faults.result.Result;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The style of a result. Its colour, pattern and symbol are selected by its id.
 *
 * @param meaning one or more sentences
 */
record ResultStyle(String id, String text, String meaning) {

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

    /** Orders unexpected results first, and worse results before better ones. */
    static final Comparator<ExperimentResult> BY_SEVERITY = Comparator.comparing(ExperimentResult::isAsExpected)
            .thenComparing(experiment -> WORST_FIRST.indexOf(experiment.result()));

    static ResultStyle of(Result result) {
        return new ResultStyle(
                result.name().toLowerCase(Locale.ROOT).replace('_', '-'), result.text(), meaning(result));
    }

    private static String meaning(Result result) {
        return switch (result) {
            case HELD -> "There was one holder at a time, and the holder that the fault affected did its work.";
            case LATE ->
                "There was one holder at a time. The holder that the fault affected did not finish; another did its task"
                        + " after the lease had ended. Nothing was lost.";
            case LEASE_LOST ->
                "The store lost the lease, as it declares that it may. The holder noticed and wrote nothing.";
            case SAFE_BY_FENCING ->
                "A holder wrote after its lease had ended, and the database rejected the write by its fencing token.";
            case BROKEN ->
                "Two holders did the work at the same time, or one wrote after a later holder. The lock did not protect"
                        + " the resource.";
            case WORK_LOST -> "The work of a task was never done.";
            case WORK_DOUBLED -> "The work of one task was done twice.";
            case DISHONEST -> "The lock was reported as contended although no worker could know whether it was held.";
            case INCONCLUSIVE -> "The events prove nothing, which is a defect of the lab.";
        };
    }
}
