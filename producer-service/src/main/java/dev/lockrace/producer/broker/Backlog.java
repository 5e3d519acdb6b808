package dev.lockrace.producer.broker;

import dev.lockrace.race.task.RaceQueues;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.QueueInformation;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The backlog: tasks that are queued or being published. Beyond its limits new runs are rejected, since an unbounded
 * queue takes the broker down and unconfirmed tasks take the producer's memory.
 */
@Component
public class Backlog {

    private static final Logger log = LoggerFactory.getLogger(Backlog.class);
    private static final Duration RETRY_AFTER_CONFIRMS = Duration.ofSeconds(1);
    private static final Duration RETRY_AFTER_CONSUMPTION = Duration.ofSeconds(10);

    private final AmqpAdmin admin;
    private final BrokerAlarm alarm;
    private final BacklogProperties limits;
    private long published;
    private long publishedAtCount;
    private long queued;
    private int unconfirmed;

    /** Why the broker did not answer the latest count; null if it did. */
    private volatile @Nullable String failure = "the broker has not been asked yet";

    Backlog(AmqpAdmin admin, BrokerAlarm alarm, BacklogProperties limits, MeterRegistry registry) {
        this.admin = admin;
        this.alarm = alarm;
        this.limits = limits;
        Gauge.builder("tasks.waiting", this, Backlog::pending)
                .description("Tasks in the queue, as the broker counted them at most a second ago")
                .register(registry);
    }

    /**
     * Reserves room for tasks that are about to be published. Does not block.
     *
     * @return the room, to be closed when publishing has succeeded or failed
     * @throws BacklogFullException if the backlog is full or the broker blocks publishing
     */
    public synchronized Room enter(int tasks) {
        alarm.reason().ifPresent(reason -> {
            throw new BacklogFullException(
                    "The broker accepts no tasks at the moment (%s): try again later".formatted(reason),
                    RETRY_AFTER_CONSUMPTION);
        });
        if (unconfirmed + tasks > limits.maxUnconfirmed()) {
            throw new BacklogFullException(
                    ("The backlog is full (%d of at most %d tasks are being published, and the request adds %d):"
                                    + " try again in a moment")
                            .formatted(unconfirmed, limits.maxUnconfirmed(), tasks),
                    RETRY_AFTER_CONFIRMS);
        }
        long total = pending() + unconfirmed;
        if (total + tasks > limits.maxPending()) {
            throw new BacklogFullException(
                    ("The backlog is full (%d of at most %d tasks are pending, and the request adds %d):"
                                    + " try again later or add workers")
                            .formatted(total, limits.maxPending(), tasks),
                    RETRY_AFTER_CONSUMPTION);
        }
        unconfirmed += tasks;
        return new Room(tasks);
    }

    /** Reserved room for tasks that are being published. */
    public final class Room implements AutoCloseable {

        private final int tasks;

        private Room(int tasks) {
            this.tasks = tasks;
        }

        /** Frees the room: the tasks are in the queue, or publishing them has failed. */
        @Override
        public void close() {
            leave(tasks);
        }
    }

    private synchronized void leave(int tasks) {
        unconfirmed -= tasks;
        published += tasks;
    }

    private synchronized long pending() {
        return queued + published - publishedAtCount;
    }

    @Scheduled(fixedDelayString = "PT1S")
    void count() {
        long publishedBefore = published();
        try {
            QueueInformation queue = admin.getQueueInfo(RaceQueues.TASKS);
            counted(queue == null ? 0 : queue.getMessageCount(), publishedBefore);
            failure = null;
        } catch (AmqpException e) {
            log.debug("Cannot read the length of the task queue from the broker", e);
            failure = String.valueOf(e.getMessage());
            counted(0, publishedBefore); // Publishing itself will show whether the broker accepts tasks.
        }
    }

    /** Returns why the broker did not answer, at most some seconds ago; empty if it did. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    private synchronized long published() {
        return published;
    }

    /** Tasks published during the count may count twice until the next count, but no task is missed. */
    private synchronized void counted(long messages, long publishedBefore) {
        queued = messages;
        publishedAtCount = publishedBefore;
    }
}
