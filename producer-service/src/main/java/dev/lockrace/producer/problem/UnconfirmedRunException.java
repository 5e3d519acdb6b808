package dev.lockrace.producer.problem;

import java.util.UUID;

/** Thrown if the broker did not confirm all tasks of a run. The confirmed tasks are processed. */
public final class UnconfirmedRunException extends RuntimeException {

    private final UUID runId;
    private final int requested;
    private final int confirmed;

    public UnconfirmedRunException(UUID runId, int requested, int confirmed) {
        super(("The broker confirmed %d of %d %s of run %s, and unconfirmed tasks may still be processed:"
                        + " check that the broker is up")
                .formatted(confirmed, requested, requested == 1 ? "task" : "tasks", runId));
        this.runId = runId;
        this.requested = requested;
        this.confirmed = confirmed;
    }

    UUID runId() {
        return runId;
    }

    int requested() {
        return requested;
    }

    int confirmed() {
        return confirmed;
    }
}
