package dev.lockrace.worker.shutdown;

import java.util.Objects;

/** Thrown when the worker stops before the task has ended: the task must be requeued. */
public final class WorkerStoppingException extends RuntimeException {

    WorkerStoppingException() {
        super("The worker is stopping and requeues the task");
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
