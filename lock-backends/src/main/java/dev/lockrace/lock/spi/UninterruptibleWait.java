package dev.lockrace.lock.spi;

import dev.lockrace.lock.LockBackend;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits that an interrupt does not end, as {@link LockBackend} requires. They preserve the interrupt status. */
public final class UninterruptibleWait {

    private UninterruptibleWait() {}

    /**
     * Waits for a driver's answer, for at most {@code timeout}.
     *
     * @return the answer, which may be null
     * @throws ExecutionException if the driver failed or cancelled the request
     * @throws TimeoutException if no answer arrived in time
     */
    public static <T extends @Nullable Object> T get(Future<T> answer, Duration timeout)
            throws ExecutionException, TimeoutException {
        try {
            return UninterruptibleWait.<T, ExecutionException, TimeoutException>repeat(
                    Deadline.after(timeout), timeLeft -> answer.get(timeLeft, TimeUnit.NANOSECONDS));
        } catch (CancellationException e) {
            throw new ExecutionException(e);
        }
    }

    /** Waits for a permit until the deadline, and returns whether it was acquired. */
    public static boolean acquire(Semaphore permits, Deadline deadline) {
        return UninterruptibleWait.<Boolean, RuntimeException, RuntimeException>repeat(
                deadline, timeLeft -> permits.tryAcquire(timeLeft, TimeUnit.NANOSECONDS));
    }

    private static <T extends @Nullable Object, X extends Exception, Y extends Exception> T repeat(
            Deadline deadline, Wait<T, X, Y> wait) throws X, Y {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return wait.forNanos(deadline.timeLeft().toNanos());
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A wait that an interrupt ends. */
    private interface Wait<T extends @Nullable Object, X extends Exception, Y extends Exception> {
        T forNanos(long timeLeft) throws InterruptedException, X, Y;
    }
}
