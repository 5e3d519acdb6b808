package dev.lockrace.lock;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when other requests of this client occupied all its connections until the timeout, so that the request was not
 * sent. This says nothing about the store: a bounded wait continues.
 */
public final class ClientBusyException extends LockStoreException {

    public ClientBusyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
