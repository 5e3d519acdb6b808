package dev.lockrace.lock.memcached;

import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.UnknownOutcomeException;
import dev.lockrace.lock.spi.UninterruptibleWait;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import net.spy.memcached.internal.OperationFuture;
import net.spy.memcached.ops.StatusCode;
import org.jspecify.annotations.Nullable;

/** Sends requests to memcached, waits for its answers, and says what a missing one means (clause L5). */
final class MemcachedCalls {

    private MemcachedCalls() {}

    /**
     * An answer of memcached.
     *
     * @param value null unless the status is a success
     */
    record Answer<T>(StatusCode status, @Nullable T value) {}

    /**
     * Hands a request to the driver; does not heed interrupts, but keeps the thread's interrupt status. The driver does
     * heed them, and then has not taken the request.
     */
    static <T> OperationFuture<T> send(String action, LockName name, Supplier<OperationFuture<T>> request) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return request.get();
                } catch (IllegalStateException e) {
                    if (!Thread.interrupted()) {
                        throw notTaken(action, name, e);
                    }
                    interrupted = true; // so it goes round once for each interrupt
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static LockStoreException notTaken(String action, LockName name, IllegalStateException cause) {
        return new LockStoreException(
                "Could not %s lock %s on backend 'memcached': the driver took no request (%s); check that the backend is not closed and the server answers"
                        .formatted(action, name, cause.getMessage()),
                cause);
    }

    /**
     * Waits for the answer; does not heed interrupts, but keeps the thread's interrupt status.
     *
     * @return what memcached answered
     */
    static <T> Answer<T> await(String action, LockName name, Duration timeout, OperationFuture<T> future) {
        try {
            T value = UninterruptibleWait.get(future, timeout);
            return new Answer<>(future.getStatus().getStatusCode(), value);
        } catch (TimeoutException | ExecutionException e) {
            throw failure(action, name, future, e);
        }
    }

    /** An answer that is neither yes nor no, such as "out of memory": memcached did nothing. */
    static LockStoreException refused(String action, LockName name, StatusCode status) {
        return new LockStoreException(
                "Could not %s lock %s on backend 'memcached': the server answered %s".formatted(action, name, status),
                null);
    }

    private static LockException failure(String action, LockName name, OperationFuture<?> future, Exception cause) {
        boolean neverSent = future.cancel();
        if (neverSent) {
            return new LockStoreException(
                    "Could not %s lock %s on backend 'memcached': no connection to the server; check that it is up and its address"
                            .formatted(action, name),
                    cause);
        }
        return new UnknownOutcomeException(
                "No answer whether backend 'memcached' did %s lock %s%s; it may have: the time to live is the backstop"
                        .formatted(action, name, reason(cause)),
                cause);
    }

    private static String reason(@Nullable Throwable cause) {
        return cause instanceof TimeoutException ? " in time" : " (the connection broke)";
    }
}
