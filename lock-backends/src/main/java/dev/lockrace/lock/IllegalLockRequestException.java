package dev.lockrace.lock;

import org.jspecify.annotations.Nullable;

/** Thrown for an invalid argument, such as a lock name, time to live or wait out of range. Nothing was sent. */
public final class IllegalLockRequestException extends LockException {

    public IllegalLockRequestException(String message) {
        this(message, null);
    }

    public IllegalLockRequestException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
