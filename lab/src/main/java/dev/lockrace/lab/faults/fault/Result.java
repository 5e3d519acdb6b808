package dev.lockrace.lab.faults.fault;

import com.fasterxml.jackson.annotation.JsonValue;

/** What came of a race under a fault. */
public enum Result {
    /** One holder at a time; the one that the fault met did its work. */
    HELD("held"),
    /** One holder at a time; the one that the fault met did not end its work, and its task was not lost. */
    LATE("late, not lost"),
    /** The store forgot the lease: another held it too for a moment, until the holder learned of that and gave up. */
    LEASE_LOST("lease lost, as declared"),
    /** A holder wrote after its lease, and the guarded resource refused it by its token. */
    SAFE_BY_FENCING("safe with fencing"),
    /** Two holders did the work at the same time, or one wrote after a later one. */
    BROKEN("broken"),
    /** No invoice though nothing is pending. */
    WORK_LOST("work lost"),
    /** A task's work was done to its end twice. */
    WORK_DOUBLED("work doubled"),
    /** Somebody was told that another held the lock while nobody could know that. */
    DISHONEST("told what nobody can know"),
    /** Nothing can be told: a defect of the lab. */
    INCONCLUSIVE("inconclusive");

    private final String text;

    Result(String text) {
        this.text = text;
    }

    /** For people and machines. */
    @JsonValue
    public String text() {
        return text;
    }
}
