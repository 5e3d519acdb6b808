package dev.lockrace.lock;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a lease ended before the work under it did, so that another client may have held the lock in the meantime
 * (clause L8). Late writes are harmless only if the resource checked a {@linkplain Lease#fencingToken() fencing token}.
 */
public final class LeaseLostException extends LockException {

    public LeaseLostException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
