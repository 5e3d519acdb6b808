package dev.lockrace.lock.spi;

import dev.lockrace.lock.LockBackend;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A wait for a driver's answer that an interrupt does not end, as {@link LockBackend} requires. */
public final class UninterruptibleWait {

    private UninterruptibleWait() {}

    /**
     * Waits for the answer up to {@code timeout} and preserves the thread's interrupt status.
     *
     * @return the answer, which may be null
     * @throws ExecutionException if the driver failed or cancelled the request
     * @throws TimeoutException if no answer arrived in time
     */
    public static <T extends @Nullable Object> T get(Future<T> answer, Duration timeout)
            throws ExecutionException, TimeoutException {
        Deadline deadline = Deadline.after(timeout);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return answer.get(deadline.timeLeft().toNanos(), TimeUnit.NANOSECONDS);
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
