package dev.lockrace.worker.task;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Thrown when a task failed and another attempt would not help: the task must be dead-lettered. */
final class TaskFailedException extends RuntimeException {

    TaskFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
