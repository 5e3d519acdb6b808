package dev.lockrace.lock.spring.annotation;

import dev.lockrace.lock.LockClient;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A valid {@link Locked} method.
 *
 * @param leaseIndex the index of the parameter that receives the lease, or -1
 * @param fallback a method of the same class, called on contention
 * @param waitsForTransactions whether the release waits for the caller's transaction
 * @param warned whether the warning of a caller's transaction was logged
 */
record LockedMethod(
        Subject subject,
        NameTemplate name,
        Terms terms,
        LockClient client,
        int leaseIndex,
        OnContention onContention,
        @Nullable Method fallback,
        boolean interruptOnLoss,
        boolean waitsForTransactions,
        AtomicBoolean warned) {}
