package dev.lockrace.worker.task;

import dev.lockrace.race.SingleLine;
import java.util.Objects;

/** The lease was lost under the work, or may have been, so nothing was written: the task is tried again. */
final class LeaseLostException extends RuntimeException {

    LeaseLostException(String lockName) {
        super("The lease of %s was lost under the work: nothing was written".formatted(SingleLine.of(lockName)));
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
