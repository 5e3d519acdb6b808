package dev.lockrace.lock;

import org.jspecify.annotations.Nullable;

/**
 * A lease ended before the work under it did: another may have held the lock meanwhile (clause L8). What the work wrote
 * late is harmless only where a {@linkplain Lease#fencingToken() fencing token} was checked.
 */
public final class LeaseLostException extends LockException {

    public LeaseLostException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
