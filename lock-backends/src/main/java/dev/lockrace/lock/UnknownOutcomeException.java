package dev.lockrace.lock;

import org.jspecify.annotations.Nullable;

/**
 * The store did not answer in time, or the connection broke: what was asked may have been done, or may still be done
 * (clause L5). After such an acquire the client tries to take the grant back; its time to live is the backstop.
 */
public final class UnknownOutcomeException extends LockException {

    public UnknownOutcomeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
