package dev.lockrace.lab.faults.experiment;

import dev.lockrace.lab.faults.result.Result;

/**
 * The result that an experiment must have.
 *
 * @param reason why, as a clause
 */
public record Expectation(Result result, String reason) {

    /** Returns whether a fencing token would change the result. Only then is the experiment repeated with fencing. */
    public boolean callsForFencing() {
        return result == Result.BROKEN || result == Result.LATE;
    }

    /** Returns the expectation with fencing: a broken lock becomes safe, a late one stays late. */
    Expectation withFencing() {
        return result == Result.BROKEN
                ? new Expectation(
                        Result.SAFE_BY_FENCING,
                        "the successor's larger token has raised the fence, so the late invoice is rejected")
                : this;
    }
}
