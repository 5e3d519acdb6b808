package dev.lockrace.lock.memcached;

import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.spi.LockOperation;
import dev.lockrace.lock.spi.UninterruptibleWait;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import net.spy.memcached.internal.OperationFuture;
import net.spy.memcached.ops.StatusCode;
import org.jspecify.annotations.Nullable;

/** Requests to memcached: sends them, waits for the answers and classifies failures (clause L5). */
final class MemcachedCalls {

    private MemcachedCalls() {}

    /**
     * An answer from memcached.
     *
     * @param value null unless the status is a success
     */
    record Answer<T>(StatusCode status, @Nullable T value) {}

    /**
     * Passes a request to the driver and preserves the thread's interrupt status. The driver rejects a request when it
     * is interrupted, so this method then tries again.
     */
    static <T> OperationFuture<T> send(LockOperation operation, Supplier<OperationFuture<T>> request) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return request.get();
                } catch (IllegalStateException e) {
                    if (!Thread.interrupted()) {
                        throw notAccepted(operation, e);
                    }
                    interrupted = true; // so there is one retry per interrupt
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static LockStoreException notAccepted(LockOperation operation, IllegalStateException cause) {
        return operation.failed(
                "the driver did not accept the request (%s). Check that the backend is open and the server answers."
                        .formatted(cause.getMessage()),
                cause);
    }

    /** Waits for the answer and preserves the thread's interrupt status. */
    static <T> Answer<T> await(LockOperation operation, Duration timeout, OperationFuture<T> future) {
        try {
            T value = UninterruptibleWait.get(future, timeout);
            return new Answer<>(future.getStatus().getStatusCode(), value);
        } catch (TimeoutException | ExecutionException e) {
            throw failure(operation, future, e);
        }
    }

    /** Creates the exception for an error answer, such as "out of memory", with which memcached did nothing. */
    static LockStoreException rejected(LockOperation operation, StatusCode status) {
        return operation.failed("the server answered " + status, null);
    }

    private static LockException failure(LockOperation operation, OperationFuture<?> future, Exception cause) {
        boolean neverSent = future.cancel();
        if (neverSent) {
            return operation.failed(
                    "no connection to the server. Check that memcached is up and its address is correct.", cause);
        }
        String reason = cause instanceof TimeoutException ? "timed out" : "the connection broke";
        return operation.unknownOutcome(reason, cause);
    }
}
