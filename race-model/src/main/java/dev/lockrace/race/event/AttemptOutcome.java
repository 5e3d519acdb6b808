package dev.lockrace.race.event;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The outcome of an attempt. */
public enum AttemptOutcome {
    /** The worker completed the work and created the invoice. */
    INVOICED("invoiced", true),
    /** Another attempt held the lock, so the task is skipped. */
    CONTENDED("contended", true),
    /** The task had already ended. Its message was redelivered because an acknowledgement was lost. */
    DUPLICATE("duplicate", true),
    /** The invoice was rejected, since one with a greater fencing token had been written. */
    FENCED("fenced", true),
    /** The task was dead-lettered. */
    DEAD_LETTERED("dead-lettered", true),
    /** The task was dead-lettered and later sent again. */
    RETRIED("retried", false),
    /** A server did not answer, and no lease was granted. The task is retried. */
    FAILED("failed", false),
    /** A server did not answer, and a lease may have been granted. The task is retried. */
    UNKNOWN("unknown", false),
    /** The lease was lost during the work. The task is retried. */
    LOST("lost", false),
    /** The worker shut down before the work was complete, and the task was requeued. */
    REQUEUED("requeued", false);

    private final String id;
    private final boolean endsTask;

    AttemptOutcome(String id, boolean endsTask) {
        this.id = id;
        this.endsTask = endsTask;
    }

    /** Returns the name in the database, in JSON and in metrics. */
    @JsonValue
    public String id() {
        return id;
    }

    /** Returns whether this outcome ends the task, so that it needs no further attempt. */
    public boolean endsTask() {
        return endsTask;
    }

    /**
     * Returns the outcome with the given name.
     *
     * @throws IllegalArgumentException if no outcome has this name
     */
    public static AttemptOutcome of(String id) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown attempt outcome: " + id));
    }
}
