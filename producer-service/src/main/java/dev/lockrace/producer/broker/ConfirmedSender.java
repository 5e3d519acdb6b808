package dev.lockrace.producer.broker;

import dev.lockrace.race.task.RaceQueues;
import dev.lockrace.race.task.TaskMessageCodec;
import dev.lockrace.service.amqp.PublisherConfirms;
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
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.stereotype.Component;

/** A sender of persistent, mandatory task messages that reports which of them the broker confirmed. */
@Component
public class ConfirmedSender {

    private static final Logger log = LoggerFactory.getLogger(ConfirmedSender.class);

    private final RabbitTemplate rabbit;

    /**
     * Creates a sender.
     *
     * @throws IllegalStateException if publisher confirms, returns or the mandatory flag are disabled
     */
    public ConfirmedSender(RabbitTemplate rabbit) {
        PublisherConfirms.require(rabbit, "Tasks could be lost unnoticed: set");
        this.rabbit = rabbit;
    }

    /**
     * Sends task messages. Blocks until the broker has confirmed them or the timeout has elapsed.
     *
     * @param count the number of messages
     * @param task the body of each message by its index, from 0
     * @param timeout the time to wait for confirms after the last message was sent
     * @return the indices of the confirmed messages. Any other message was rejected, not sent or not answered, and may
     *     still arrive.
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
            log.warn(
                    "Sending to queue {} failed after {} of {} messages: {}",
                    RaceQueues.TASKS,
                    sent.size(),
                    count,
                    e.toString());
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
            long remaining = Math.max(0, deadline - System.nanoTime());
            // An unroutable message is returned. Then some brokers acknowledge it, and others reject it.
            return sent.getFuture().get(remaining, TimeUnit.NANOSECONDS).ack() && sent.getReturned() == null;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
