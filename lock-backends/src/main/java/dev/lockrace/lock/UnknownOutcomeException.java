package dev.lockrace.lock;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the store did not answer in time or the connection broke (clause L5). The request may have been executed,
 * or may still be. After such an acquire, the client tries to revoke the grant. The time to live is the backstop.
 */
public final class UnknownOutcomeException extends LockException {

    public UnknownOutcomeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
