package dev.lockrace.lock;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a request certainly changed nothing in the store (clause L5): the store rejected it or could not be reached,
 * the client was closed, or a grant arrived too late and was released.
 */
public class LockStoreException extends LockException {

    public LockStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
