package dev.lockrace.lock;

import org.jspecify.annotations.Nullable;

/** The store refused or could not be reached, and certainly did nothing (clause L5). */
public final class LockStoreException extends LockException {

    public LockStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
