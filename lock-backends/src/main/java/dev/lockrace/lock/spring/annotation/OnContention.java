package dev.lockrace.lock.spring.annotation;

/** What a call of a {@link Locked} method does if other clients hold the lock. */
public enum OnContention {
    /** Throws a {@link LockNotAcquiredException}. */
    THROW,
    /** Returns without running the method: nothing, null, or an empty {@code Optional}. */
    SKIP
}
