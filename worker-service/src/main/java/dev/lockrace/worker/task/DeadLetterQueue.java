package dev.lockrace.worker.task;

import dev.lockrace.race.RaceQueues;
import dev.lockrace.race.SingleLine;
import dev.lockrace.worker.WorkerProperties;
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

/** Puts messages that can't be read or done into the dead queue, with the reason in a header and no other headers. */
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
            throw new IllegalStateException("Dead tasks could get lost unnoticed: set"
                    + " spring.rabbitmq.publisher-confirm-type=correlated, spring.rabbitmq.publisher-returns=true and"
                    + " spring.rabbitmq.template.mandatory=true");
        }
        this.rabbit = rabbit;
        this.admin = admin;
        this.metrics = metrics;
        this.worker = properties.name();
    }

    /**
     * Blocks until the dead queue has the message. The producer takes it from there: it lists the task, and records
     * that it ended so.
     *
     * @throws AmqpException if the broker does not confirm: the message must go back to its queue
     */
    void put(byte[] body, String why) {
        String reason = SingleLine.of(why);
        log.warn("To the dead queue: {}", reason);
        CorrelationData correlation = new CorrelationData();
        rabbit.send("", RaceQueues.DEAD_LETTERS, dead(body, reason), correlation);
        if (!isConfirmed(correlation)) {
            admin.initialize(); // somebody may have deleted the queue
            throw new AmqpException("The broker refused a message for " + RaceQueues.DEAD_LETTERS);
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
            throw new AmqpException("Interrupted while writing to " + RaceQueues.DEAD_LETTERS, e);
        }
    }

    /**
     * Of the old message the body alone: its headers and properties could let the dead one expire, send a copy of it
     * elsewhere, or make the broker refuse it.
     */
    private Message dead(byte[] body, String reason) {
        return MessageBuilder.withBody(body)
                .setHeader(RaceQueues.REASON_HEADER, reason)
                .setHeader(RaceQueues.WORKER_HEADER, worker)
                .setHeader(RaceQueues.DEAD_LETTER_ID_HEADER, UUID.randomUUID().toString())
                .setDeliveryMode(MessageDeliveryMode.PERSISTENT)
                .build();
    }
}
