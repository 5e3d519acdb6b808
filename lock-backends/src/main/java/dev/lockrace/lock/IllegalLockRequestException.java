package dev.lockrace.lock;

/** The caller asked for what no store could give: a bad name, time to live or wait. Nothing was sent. */
public final class IllegalLockRequestException extends LockException {

    public IllegalLockRequestException(String message) {
        super(message, null);
    }
}
