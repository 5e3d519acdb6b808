package dev.lockrace.producer.problem;

import java.util.UUID;

/** Thrown if no run has the given id. */
public final class UnknownRunException extends RuntimeException {

    public UnknownRunException(UUID id) {
        super("There is no run %s; it may have been cleared".formatted(id));
    }
}
