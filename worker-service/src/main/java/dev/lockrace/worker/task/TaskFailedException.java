package dev.lockrace.worker.task;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A task can't be done, and trying again would not help: it belongs into the dead queue. */
final class TaskFailedException extends RuntimeException {

    TaskFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
