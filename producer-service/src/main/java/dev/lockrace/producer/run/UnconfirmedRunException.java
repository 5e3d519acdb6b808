package dev.lockrace.producer.run;

import java.util.UUID;

/** The broker did not confirm all tasks of a run; those that it did confirm go on. */
final class UnconfirmedRunException extends RuntimeException {

    private final UUID runId;
    private final int requested;
    private final int confirmed;

    UnconfirmedRunException(UUID runId, int requested, int confirmed) {
        super("The broker confirmed %d of %d tasks of run %s; the others may still arrive: check that it is up"
                .formatted(confirmed, requested, runId));
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
