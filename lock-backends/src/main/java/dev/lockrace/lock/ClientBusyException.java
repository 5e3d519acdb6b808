package dev.lockrace.lock;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the client had no free connection until the timeout, usually because other requests used all of them, so that
 * the request was not sent. This says nothing about the lock: a bounded wait continues.
 */
public final class ClientBusyException extends LockStoreException {

    public ClientBusyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
