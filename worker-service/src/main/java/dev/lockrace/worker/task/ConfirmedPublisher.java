package dev.lockrace.worker.task;

import dev.lockrace.service.amqp.PublisherConfirms;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.stereotype.Component;

/** A publisher of messages that the broker confirms or that fail. */
@Component
class ConfirmedPublisher {

    private final RabbitTemplate rabbit;
    private final AmqpAdmin admin;

    ConfirmedPublisher(RabbitTemplate rabbit, AmqpAdmin admin) {
        PublisherConfirms.require(rabbit, "Dead letters could be lost unnoticed. Set");
        this.rabbit = rabbit;
        this.admin = admin;
    }

    /**
     * Publishes a message to a queue. Blocks until the broker has confirmed it.
     *
     * @param timeout the limit of the wait for the confirm
     * @throws AmqpException if the broker does not confirm; it may still have the message
     */
    void send(String queue, Message message, Duration timeout) {
        CorrelationData correlation = new CorrelationData();
        rabbit.send("", queue, message, correlation);
        if (!isConfirmed(queue, correlation, timeout)) {
            admin.initialize(); // declares the queue again, in case it was deleted
            throw new AmqpException(
                    "The broker did not accept a message for %s: the queue may be missing or full".formatted(queue));
        }
    }

    private static boolean isConfirmed(String queue, CorrelationData sent, Duration timeout) {
        try {
            boolean ack = sent.getFuture()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .ack();
            return ack && sent.getReturned() == null;
        } catch (ExecutionException | TimeoutException e) {
            throw new AmqpException("The broker did not confirm a message for " + queue, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AmqpException("Interrupted while publishing to " + queue, e);
        }
    }
}
