package dev.lockrace.lab.faults.result;

import dev.lockrace.lab.faults.fault.Result;
import dev.lockrace.race.Verdict.Counts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One race of the matrix, and what came of it.
 *
 * @param reason why that was expected
 * @param explanation how it came, in a sentence
 * @param witnesses the holders that convict, each pair in a sentence
 * @param counts null where the race could not be run
 * @param timeline null likewise
 */
public record CellResult(
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
