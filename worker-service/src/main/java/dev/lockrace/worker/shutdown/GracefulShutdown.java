package dev.lockrace.worker.shutdown;

import dev.lockrace.worker.WorkerProperties;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The graceful shutdown of a worker. It times the work and the pauses of a task, and ends them early when the worker is
 * asked to stop or the task's lease is lost.
 */
@Component
public class GracefulShutdown {

    private static final Logger log = LoggerFactory.getLogger(GracefulShutdown.class);

    private final RabbitListenerEndpointRegistry consumers;
    private final Duration grace;
    private final Duration maxStopTime;
    private final ReentrantLock lock = new ReentrantLock();

    /** Signalled when the worker is asked to stop and when a lease is lost. */
    private final Condition changed = lock.newCondition();

    private volatile boolean stopping;
    private volatile long stopRequestedAt;

    public GracefulShutdown(RabbitListenerEndpointRegistry consumers, WorkerProperties properties) {
        this.consumers = consumers;
        this.grace = properties.shutdownGrace();
        this.maxStopTime = properties.maxStopTime().plusSeconds(1);
    }

    /**
     * Stops the consumer first, because the broker would otherwise redeliver a requeued task to it. Then waits for the
     * task in progress, before Spring closes the connections to the database and the broker.
     */
    @EventListener(ContextClosedEvent.class)
    void begin() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        consumers.stop(stopped::countDown);
        stopRequestedAt = System.nanoTime();
        stopping = true;
        recheck();
        if (!stopped.await(maxStopTime.toMillis(), TimeUnit.MILLISECONDS)) {
            log.warn(
                    "The task in progress did not end within {} ms; the broker redelivers it when the connection closes",
                    maxStopTime.toMillis());
        }
    }

    /**
     * Works for the given time, or until the work is aborted. When the worker is asked to stop, the work continues if it
     * can end within the grace.
     *
     * @param aborted whether to abort the work; evaluated again after {@link #recheck()}; must not block
     * @throws WorkerStoppingException if the worker stops and the rest of the work would exceed the grace
     */
    public void work(Duration duration, BooleanSupplier aborted) {
        long end = System.nanoTime() + duration.toNanos();
        if (awaitUntil(end, () -> stopping || aborted.getAsBoolean()) && stopping) {
            long graceEnds = stopRequestedAt + grace.toNanos();
            if (end - graceEnds > 0) {
                throw new WorkerStoppingException();
            }
            awaitUntil(end, aborted);
        }
    }

    /**
     * Waits for the given time.
     *
     * @throws WorkerStoppingException immediately if the worker stops
     */
    public void pause(Duration duration) {
        if (awaitUntil(System.nanoTime() + duration.toNanos(), () -> stopping)) {
            throw new WorkerStoppingException();
        }
    }

    /** Makes {@link #work} evaluate its abort condition again. Never blocks for long. */
    public void recheck() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the condition is true or the deadline has passed; returns whether the condition became true. */
    private boolean awaitUntil(long deadline, BooleanSupplier condition) {
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                changed.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkerStoppingException();
        } finally {
            lock.unlock();
        }
    }
}
