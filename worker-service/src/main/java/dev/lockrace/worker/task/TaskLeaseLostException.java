package dev.lockrace.worker.task;

import dev.lockrace.race.SingleLine;
import java.util.Objects;

/** Thrown when the lease was or may have been lost before the work ended: nothing was written, and the task is retried. */
final class TaskLeaseLostException extends RuntimeException {

    TaskLeaseLostException(String lockName) {
        super("Lost the lease on lock '%s' before the work ended; nothing was written"
                .formatted(SingleLine.of(lockName)));
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
