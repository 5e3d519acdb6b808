package dev.lockrace.lock;

import org.jspecify.annotations.Nullable;

/** Thrown when the store rejected a request or could not be reached, and certainly changed nothing (clause L5). */
public class LockStoreException extends LockException {

    public LockStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
