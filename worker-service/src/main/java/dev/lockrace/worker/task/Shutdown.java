package dev.lockrace.worker.task;

import dev.lockrace.worker.WorkerProperties;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Time spent on a task, which ends early when the worker is told to stop. */
@Component
class Shutdown {

    private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

    private final RabbitListenerEndpointRegistry consumers;
    private final Duration grace;
    private final Duration longestStop;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile long stoppedAt;

    Shutdown(RabbitListenerEndpointRegistry consumers, WorkerProperties properties) {
        this.consumers = consumers;
        this.grace = properties.shutdownGrace();
        this.longestStop = properties.longestStop().plusSeconds(1);
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
        stopping.countDown();
        if (!stopped.await(longestStop.toMillis(), TimeUnit.MILLISECONDS)) {
            log.warn("The task in hand did not end in time: its message comes again when the connection closes");
        }
    }

    /**
     * Works for that long; a stop lets it go on if that takes no longer than the grace.
     *
     * @throws GivenBackException if the worker stops, and the rest would take too long
     */
    void work(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        if (isStoppingWithin(duration)) {
            long graceEnds = stoppedAt + grace.toNanos();
            if (end - graceEnds > 0) {
                throw new GivenBackException();
            }
            sleepUntil(end);
        }
    }

    /**
     * Waits for that long.
     *
     * @throws GivenBackException at once if the worker stops
     */
    void pause(Duration duration) {
        if (isStoppingWithin(duration)) {
            throw new GivenBackException();
        }
    }

    private boolean isStoppingWithin(Duration duration) {
        try {
            return stopping.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GivenBackException();
        }
    }

    private static void sleepUntil(long end) {
        try {
            TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GivenBackException();
        }
    }
}
