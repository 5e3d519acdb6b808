package dev.lockrace.worker.task;

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

/** Time spent on a task, which ends early when the worker is told to stop or when the task's lease is lost. */
@Component
class Shutdown {

    private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

    private final RabbitListenerEndpointRegistry consumers;
    private final Duration grace;
    private final Duration maxStopTime;
    private final ReentrantLock lock = new ReentrantLock();

    /** The worker was told to stop, or a lease was lost. */
    private final Condition changed = lock.newCondition();

    private volatile boolean stopping;
    private volatile long stoppedAt;

    Shutdown(RabbitListenerEndpointRegistry consumers, WorkerProperties properties) {
        this.consumers = consumers;
        this.grace = properties.shutdownGrace();
        this.maxStopTime = properties.maxStopTime().plusSeconds(1);
    }

    /**
     * Stops the consumer first: the broker would send it again what it gives back. Then waits for the task in hand,
     * before Spring takes the database and the broker away.
     */
    @EventListener(ContextClosedEvent.class)
    void begin() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        consumers.stop(stopped::countDown);
        stoppedAt = System.nanoTime();
        stopping = true;
        wake();
        if (!stopped.await(maxStopTime.toMillis(), TimeUnit.MILLISECONDS)) {
            log.warn("The task in hand did not end in time: its message comes again when the connection closes");
        }
    }

    /**
     * Works for that long, or until it is in vain; a stop lets it go on if that takes no longer than the grace.
     *
     * @param inVain asked again after {@link #wake()}; must not block
     * @throws RequeuedException if the worker stops, and the rest would take too long
     */
    void work(Duration duration, BooleanSupplier inVain) {
        long end = System.nanoTime() + duration.toNanos();
        if (happensBefore(end, () -> stopping || inVain.getAsBoolean()) && stopping) {
            long graceEnds = stoppedAt + grace.toNanos();
            if (end - graceEnds > 0) {
                throw new RequeuedException();
            }
            happensBefore(end, inVain);
        }
    }

    /**
     * Waits for that long.
     *
     * @throws RequeuedException at once if the worker stops
     */
    void pause(Duration duration) {
        if (happensBefore(System.nanoTime() + duration.toNanos(), () -> stopping)) {
            throw new RequeuedException();
        }
    }

    /** Who works looks anew whether that is in vain. Never blocks for long. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the condition is true, and says whether it was before that moment. */
    private boolean happensBefore(long end, BooleanSupplier condition) {
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                changed.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequeuedException();
        } finally {
            lock.unlock();
        }
    }
}
