package dev.lockrace.producer.broker;

import dev.lockrace.race.task.RaceQueues;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.QueueInformation;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The tasks that are under way to a worker. When there are too many, callers are turned away: a queue that grows without
 * end takes the broker down, and what is being published takes the producer's memory.
 */
@Component
public class Backlog {

    private static final Logger log = LoggerFactory.getLogger(Backlog.class);
    private static final Duration UNTIL_CONFIRMED = Duration.ofSeconds(1);
    private static final Duration UNTIL_CONSUMED = Duration.ofSeconds(10);

    private final AmqpAdmin admin;
    private final BrokerAlarm alarm;
    private final BacklogProperties limits;
    private long published;
    private long publishedBeforeCount;
    private long queued;
    private int unconfirmed;

    Backlog(AmqpAdmin admin, BrokerAlarm alarm, BacklogProperties limits, MeterRegistry registry) {
        this.admin = admin;
        this.alarm = alarm;
        this.limits = limits;
        Gauge.builder("tasks.waiting", this, Backlog::waiting)
                .description("Tasks in the queue, by the broker's count of at most a second ago")
                .register(registry);
    }

    /**
     * Makes room for tasks that are about to be published; blocks for nothing.
     *
     * @return to be closed when they have been published, or failed to be
     * @throws BacklogFullException if there are too many, or the broker takes none for now
     */
    public synchronized Room enter(int tasks) {
        alarm.reason().ifPresent(reason -> {
            throw new BacklogFullException(
                    "The broker takes no tasks for now, it is %s: try again later".formatted(reason), UNTIL_CONSUMED);
        });
        if (unconfirmed + tasks > limits.maxUnconfirmed()) {
            throw new BacklogFullException(
                    "%d tasks are being published; %d more would be over the limit of %d: try again in a moment"
                            .formatted(unconfirmed, tasks, limits.maxUnconfirmed()),
                    UNTIL_CONFIRMED);
        }
        long waiting = waiting() + unconfirmed;
        if (waiting + tasks > limits.maxPending()) {
            throw new BacklogFullException(
                    "%d tasks wait for a worker; %d more would be over the limit of %d: try again later, or add workers"
                            .formatted(waiting, tasks, limits.maxPending()),
                    UNTIL_CONSUMED);
        }
        unconfirmed += tasks;
        return new Room(tasks);
    }

    /** Room for tasks that are being published. */
    public final class Room implements AutoCloseable {

        private final int tasks;

        private Room(int tasks) {
            this.tasks = tasks;
        }

        /** They have been published, or failed to be. */
        @Override
        public void close() {
            left(tasks);
        }
    }

    private synchronized void left(int tasks) {
        unconfirmed -= tasks;
        published += tasks;
    }

    private synchronized long waiting() {
        return queued + published - publishedBeforeCount;
    }

    @Scheduled(fixedDelayString = "PT1S")
    void count() {
        long publishedBefore = published();
        try {
            QueueInformation queue = admin.getQueueInfo(RaceQueues.TASKS);
            counted(queue == null ? 0 : queue.getMessageCount(), publishedBefore);
        } catch (AmqpException e) {
            log.debug("The broker does not tell how many tasks wait", e);
            counted(0, publishedBefore); // Whether it takes more is seen when they are published.
        }
    }

    private synchronized long published() {
        return published;
    }

    /** What was published while the broker counted may be counted twice, until it counts again: never too few. */
    private synchronized void counted(long messages, long publishedBefore) {
        queued = messages;
        publishedBeforeCount = publishedBefore;
    }
}
