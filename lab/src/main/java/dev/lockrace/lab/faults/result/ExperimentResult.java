package dev.lockrace.lab.faults.result;

import dev.lockrace.race.verdict.Verdict.Counts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of one experiment.
 *
 * @param reason why the expected result is expected, as a clause
 * @param explanation how the actual result came about, as a clause
 * @param witnesses the pairs of holders that prove a violation, each in a sentence
 * @param counts null if the experiment could not be run
 * @param timeline null if the experiment could not be run
 */
public record ExperimentResult(
        String fault,
        String backend,
        boolean fencing,
        Result expected,
        String reason,
        Result result,
        String explanation,
        List<String> witnesses,
        @Nullable Counts counts,
        @Nullable Timeline timeline) {

    public boolean isAsExpected() {
        return result == expected;
    }
}
