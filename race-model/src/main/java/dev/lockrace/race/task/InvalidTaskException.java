package dev.lockrace.race.task;

import dev.lockrace.race.SingleLine;
import java.util.Objects;

/**
 * Thrown for an unreadable or invalid task message. The exception's message names the field and the value on one line.
 */
public final class InvalidTaskException extends RuntimeException {

    public InvalidTaskException(String message) {
        super(SingleLine.of(message));
    }

    public InvalidTaskException(String message, Throwable cause) {
        super(SingleLine.of(message), cause);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
