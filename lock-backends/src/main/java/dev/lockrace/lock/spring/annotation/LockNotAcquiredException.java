package dev.lockrace.lock.spring.annotation;

import dev.lockrace.lock.LockException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by the call of a {@link Locked} method that did not run, because other clients held the lock, or because the
 * thread was interrupted while it waited. In the latter case, the interrupt status is set.
 */
public final class LockNotAcquiredException extends LockException {

    private static final long serialVersionUID = 1;

    public LockNotAcquiredException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
