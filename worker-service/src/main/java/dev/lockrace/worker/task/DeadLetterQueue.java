package dev.lockrace.worker.task;

import dev.lockrace.race.SingleLine;
import dev.lockrace.race.task.RaceQueues;
import dev.lockrace.worker.WorkerProperties;
import dev.lockrace.worker.metrics.TaskMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.stereotype.Component;

/** The dead-letter queue, which takes the messages that cannot be read and the tasks that failed, with their reasons. */
@Component
class DeadLetterQueue {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterQueue.class);
    private static final Duration CONFIRM_TIMEOUT = Duration.ofSeconds(10);

    private final RabbitTemplate rabbit;
    private final AmqpAdmin admin;
    private final TaskMetrics metrics;
    private final String worker;

    DeadLetterQueue(RabbitTemplate rabbit, AmqpAdmin admin, TaskMetrics metrics, WorkerProperties properties) {
        ConnectionFactory connections = rabbit.getConnectionFactory();
        if (!connections.isPublisherConfirms() || !connections.isPublisherReturns() || !isMandatory(rabbit)) {
            throw new IllegalStateException("Dead letters could be lost unnoticed. Set"
                    + " spring.rabbitmq.publisher-confirm-type=correlated, spring.rabbitmq.publisher-returns=true and"
                    + " spring.rabbitmq.template.mandatory=true");
        }
        this.rabbit = rabbit;
        this.admin = admin;
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
        CorrelationData correlation = new CorrelationData();
        rabbit.send("", RaceQueues.DEAD_LETTERS, deadLetter(body, reason), correlation);
        if (!isConfirmed(correlation)) {
            admin.initialize(); // declares the queue again, in case it was deleted
            throw new AmqpException("The broker did not accept a message for %s: the queue may be missing or full"
                    .formatted(RaceQueues.DEAD_LETTERS));
        }
        metrics.deadLettered();
    }

    private static boolean isMandatory(RabbitTemplate rabbit) {
        return rabbit.isMandatoryFor(new Message(new byte[0]));
    }

    private static boolean isConfirmed(CorrelationData sent) {
        try {
            boolean ack = sent.getFuture()
                    .get(CONFIRM_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                    .ack();
            return ack && sent.getReturned() == null;
        } catch (ExecutionException | TimeoutException e) {
            throw new AmqpException("The broker did not confirm a message for " + RaceQueues.DEAD_LETTERS, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AmqpException("Interrupted while publishing to " + RaceQueues.DEAD_LETTERS, e);
        }
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
