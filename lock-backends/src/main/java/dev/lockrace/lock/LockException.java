package dev.lockrace.lock;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The root of all exceptions that this library throws. */
public abstract class LockException extends RuntimeException {

    protected LockException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
