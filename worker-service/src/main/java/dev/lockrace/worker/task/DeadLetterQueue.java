package dev.lockrace.worker.task;

import dev.lockrace.race.SingleLine;
import dev.lockrace.race.task.RaceQueues;
import dev.lockrace.worker.WorkerProperties;
import dev.lockrace.worker.metrics.TaskMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.stereotype.Component;

/** The dead-letter queue, which takes the messages that cannot be read and the tasks that failed, with their reasons. */
@Component
class DeadLetterQueue {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterQueue.class);
    private static final Duration CONFIRM_TIMEOUT = Duration.ofSeconds(10);

    private final ConfirmedPublisher publisher;
    private final TaskMetrics metrics;
    private final String worker;

    DeadLetterQueue(ConfirmedPublisher publisher, TaskMetrics metrics, WorkerProperties properties) {
        this.publisher = publisher;
        this.metrics = metrics;
        this.worker = properties.name();
    }

    /**
     * Publishes a message to the dead-letter queue. Blocks until the broker has confirmed it. The producer consumes the
     * queue, lists the task and records its end.
     *
     * @throws AmqpException if the broker does not confirm: the message must be requeued
     */
    void put(byte[] body, String cause) {
        String reason = SingleLine.of(cause);
        log.warn("Dead-lettering message {}: {}", SingleLine.of(new String(body, StandardCharsets.UTF_8)), reason);
        publisher.send(RaceQueues.DEAD_LETTERS, deadLetter(body, reason), CONFIRM_TIMEOUT);
        metrics.deadLettered();
    }

    /**
     * Copies only the body of the original message. Its headers and properties could make the dead letter expire, route
     * a copy elsewhere, or make the broker reject it.
     */
    private Message deadLetter(byte[] body, String reason) {
        return MessageBuilder.withBody(body)
                .setHeader(RaceQueues.REASON_HEADER, reason)
                .setHeader(RaceQueues.WORKER_HEADER, worker)
                .setHeader(RaceQueues.DEAD_LETTER_ID_HEADER, UUID.randomUUID().toString())
                .setDeliveryMode(MessageDeliveryMode.PERSISTENT)
                .build();
    }
}
