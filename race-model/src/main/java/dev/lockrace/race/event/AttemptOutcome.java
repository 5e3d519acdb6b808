package dev.lockrace.race.event;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** How one worker's try at a task ended. */
public enum AttemptOutcome {
    /** The work was done and its invoice written. */
    INVOICED("invoiced", true),
    /** Another held the lock: the task is skipped. */
    CONTENDED("contended", true),
    /** The task had ended before, so that nothing was left to do: an acknowledgement got lost. */
    DUPLICATE("duplicate", true),
    /** The invoice was refused, since a greater fencing token had written. */
    FENCED("fenced", true),
    /** The task was put into the dead queue. */
    DEAD_LETTERED("dead-lettered", true),
    /** The task had been put into the dead queue, and was sent again. */
    RETRIED("retried", false),
    /** A server did not answer, and nothing was granted; the task is tried again. */
    FAILED("failed", false),
    /** A server did not answer, and the attempt may have left a lease; the task is tried again. */
    UNKNOWN("unknown", false),
    /** The lease was lost under the work; the task is tried again. */
    LOST("lost", false),
    /** The worker shut down before the work was done; the task went back to the queue. */
    REQUEUED("requeued", false);

    private final String id;
    private final boolean endsTask;

    AttemptOutcome(String id, boolean endsTask) {
        this.id = id;
        this.endsTask = endsTask;
    }

    /** The name in the database, in JSON and in metrics. */
    @JsonValue
    public String id() {
        return id;
    }

    /** Whether the task needs no further attempt. */
    public boolean endsTask() {
        return endsTask;
    }

    /**
     * The outcome of that name.
     *
     * @throws IllegalArgumentException if there is no such outcome
     */
    public static AttemptOutcome of(String id) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown attempt outcome: " + id));
    }
}
