package dev.lockrace.lock.spi;

import dev.lockrace.lock.LockBackend;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for a driver's answer as a {@linkplain LockBackend backend} has to: interrupts don't end the wait. */
public final class UninterruptibleWait {

    private UninterruptibleWait() {}

    /**
     * Blocks until the answer is there, {@code timeout} at most; keeps the thread's interrupt status.
     *
     * @return the answer, null if that is it
     * @throws ExecutionException if the driver failed, or dropped the request
     * @throws TimeoutException if there is no answer by then
     */
    public static <T extends @Nullable Object> T get(Future<T> answer, Duration timeout)
            throws ExecutionException, TimeoutException {
        boolean interrupted = false;
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (true) {
                try {
                    return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (CancellationException e) {
                    throw new ExecutionException(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
