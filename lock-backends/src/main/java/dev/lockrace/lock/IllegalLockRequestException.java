package dev.lockrace.lock;

/** Thrown for an invalid argument, such as a lock name, time to live or wait out of range. Nothing was sent. */
public final class IllegalLockRequestException extends LockException {

    public IllegalLockRequestException(String message) {
        super(message, null);
    }
}
