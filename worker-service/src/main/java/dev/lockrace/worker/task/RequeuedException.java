package dev.lockrace.worker.task;

import java.util.Objects;

/** The worker stops before the task is done: it belongs back into the queue. */
final class RequeuedException extends RuntimeException {

    RequeuedException() {
        super("The worker stops: the task goes back to the queue");
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
