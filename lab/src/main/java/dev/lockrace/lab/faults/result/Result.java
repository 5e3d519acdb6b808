package dev.lockrace.lab.faults.result;

import com.fasterxml.jackson.annotation.JsonValue;

/** The result of an experiment. */
public enum Result {
    /** There was one holder at a time, and the holder that the fault affected did its work. */
    HELD("held"),
    /** There was one holder at a time. The holder that the fault affected did not finish, and its task was not lost. */
    LATE("late, not lost"),
    /** The store lost the lease: another worker held it too for a moment, until the holder noticed and gave up. */
    LEASE_LOST("lease lost, as declared"),
    /** A holder wrote after its lease, and the resource rejected the write by its fencing token. */
    SAFE_BY_FENCING("safe with fencing"),
    /** Two holders did the work at the same time, or one wrote after a later holder. */
    BROKEN("broken"),
    /** There is no invoice although nothing is pending. */
    WORK_LOST("work lost"),
    /** The work of one task was completed twice. */
    WORK_DOUBLED("work doubled"),
    /** The lock was reported as contended although no worker could know whether it was held. */
    DISHONEST("dishonest answer"),
    /** The events prove nothing, which is a defect of the lab. */
    INCONCLUSIVE("inconclusive");

    private final String text;

    Result(String text) {
        this.text = text;
    }

    /** Returns the name in tables, pages and JSON. */
    @JsonValue
    public String text() {
        return text;
    }
}
