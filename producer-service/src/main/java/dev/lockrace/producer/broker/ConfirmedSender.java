package dev.lockrace.producer.broker;

import dev.lockrace.race.task.RaceQueues;
import dev.lockrace.race.task.TaskMessageCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.stereotype.Component;

/** Sends tasks: persistent, mandatory, and each confirmed by the broker or known as unconfirmed. */
@Component
public class ConfirmedSender {

    private static final Logger log = LoggerFactory.getLogger(ConfirmedSender.class);

    private final RabbitTemplate rabbit;

    /**
     * @throws IllegalStateException if the broker would not say what it took
     */
    public ConfirmedSender(RabbitTemplate rabbit, ConnectionFactory connections) {
        if (!connections.isPublisherConfirms() || !connections.isPublisherReturns() || !isMandatory(rabbit)) {
            throw new IllegalStateException("Tasks could get lost unnoticed: set"
                    + " spring.rabbitmq.publisher-confirm-type=correlated, spring.rabbitmq.publisher-returns=true and"
                    + " spring.rabbitmq.template.mandatory=true");
        }
        this.rabbit = rabbit;
    }

    private static boolean isMandatory(RabbitTemplate rabbit) {
        return rabbit.isMandatoryFor(new Message(new byte[0]));
    }

    /**
     * Sends that many task messages; blocks until the broker has confirmed them or the time-out is over.
     *
     * @param task the body of each, by its index from 0
     * @param timeout how long to wait for the confirms after the last was sent
     * @return the indices of those that were confirmed; any other was refused, not sent, or not answered, and may still
     *     arrive
     */
    public BitSet send(int count, IntFunction<byte[]> task, Duration timeout) {
        List<CorrelationData> sent = new ArrayList<>(count);
        try {
            rabbit.invoke(channel -> {
                for (int index = 0; index < count; index++) {
                    CorrelationData correlation = new CorrelationData();
                    channel.send("", RaceQueues.TASKS, message(task.apply(index)), correlation);
                    sent.add(correlation);
                }
                return sent;
            });
        } catch (AmqpException e) {
            log.warn("The broker took {} of {} tasks at most: {}", sent.size(), count, e.toString());
        }
        return confirmed(sent, timeout);
    }

    private static Message message(byte[] body) {
        return MessageBuilder.withBody(body)
                .setContentType(TaskMessageCodec.CONTENT_TYPE)
                .setDeliveryMode(MessageDeliveryMode.PERSISTENT)
                .build();
    }

    private static BitSet confirmed(List<CorrelationData> sent, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        BitSet confirmed = new BitSet(sent.size());
        for (int index = 0; index < sent.size(); index++) {
            confirmed.set(index, isConfirmed(sent.get(index), deadline));
        }
        return confirmed;
    }

    private static boolean isConfirmed(CorrelationData sent, long deadline) {
        try {
            long left = Math.max(0, deadline - System.nanoTime());
            // An unroutable message is returned, and then acknowledged by one broker and refused by another.
            return sent.getFuture().get(left, TimeUnit.NANOSECONDS).ack() && sent.getReturned() == null;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
