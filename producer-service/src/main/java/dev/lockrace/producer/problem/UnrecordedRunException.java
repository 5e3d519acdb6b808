package dev.lockrace.producer.problem;

import java.util.UUID;

/** Thrown if the tasks of a run were sent but the database did not record their confirms. They may be processed. */
public final class UnrecordedRunException extends RuntimeException {

    private final UUID runId;

    public UnrecordedRunException(UUID runId, Throwable cause) {
        super(
                ("The tasks of run %s were sent to the broker and may still be processed, but the database did not record"
                                + " the broker's confirms: check that the database is up and accepts writes")
                        .formatted(runId),
                cause);
        this.runId = runId;
    }

    UUID runId() {
        return runId;
    }
}
