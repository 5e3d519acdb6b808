package dev.lockrace.lab.faults.fault;

/**
 * What a fault must lead to.
 *
 * @param reason why, in a sentence
 */
public record Expectation(Result result, String reason) {

    /** Whether a fencing token would change anything that matters: only then is the race run with fencing too. */
    public boolean callsForFencing() {
        return result == Result.BROKEN || result == Result.LATE;
    }

    /** The same with fencing on: what was broken is safe, and what was late is late. */
    Expectation withFencing() {
        return result == Result.BROKEN
                ? new Expectation(
                        Result.SAFE_BY_FENCING,
                        "the successor's token has raised the fence: the late invoice, with a smaller one, is refused")
                : this;
    }
}
