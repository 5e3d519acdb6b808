package dev.lockrace.producer.deadletter;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import dev.lockrace.race.task.RaceQueues;
import dev.lockrace.race.task.TaskMessageCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * A scheduled job that moves dead letters from the dead-letter queue to the database twice a second. It acknowledges
 * each message when it is stored.
 *
 * <p>It fetches one message at a time, and only while the database answers. RabbitMQ drops a message that was requeued
 * too often, so a message must not be requeued for as long as the database is down. A message that the database then
 * cannot store, because it accepts no writes, is kept here until it can.
 */
@Component
class DeadLetterCollector {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterCollector.class);
    private static final int MAX_PER_RUN = 1_000;
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(500);

    private final RabbitTemplate rabbit;
    private final AmqpAdmin admin;
    private final DeadLetterRepository repository;
    private final TaskMessageCodec codec;
    private boolean failing;

    DeadLetterCollector(
            RabbitTemplate rabbit, AmqpAdmin admin, DeadLetterRepository repository, TaskMessageCodec codec) {
        this.rabbit = rabbit;
        this.admin = admin;
        this.repository = repository;
        this.codec = codec;
    }

    @Scheduled(fixedDelayString = "PT0.5S")
    void collect() {
        try {
            int collected = 0;
            while (collected < MAX_PER_RUN && collectOne()) {
                collected++;
            }
            failing = false;
        } catch (AmqpException | DataAccessException e) {
            failed(e);
        }
    }

    private void failed(RuntimeException e) {
        warn(e);
        try {
            admin.initialize(); // Declares the queue again, in case it was deleted.
        } catch (AmqpException stillDown) {
            log.debug("The broker does not answer", stillDown);
        }
    }

    private void warn(RuntimeException e) {
        if (!failing) {
            log.warn("Cannot collect dead letters, will retry: {}", e.toString());
        }
        failing = true;
    }

    private boolean collectOne() {
        repository.check();
        return Boolean.TRUE.equals(rabbit.execute(this::collectOne));
    }

    private boolean collectOne(Channel channel) throws IOException {
        GetResponse message = channel.basicGet(RaceQueues.DEAD_LETTERS, false);
        if (message == null) {
            return false;
        }
        long tag = message.getEnvelope().getDeliveryTag();
        try {
            Map<String, Object> headers = message.getProps().getHeaders();
            byte[] body = message.getBody();
            store(DeadLetterMessage.of(body, headers == null ? Map.of() : headers, codec), body, channel);
        } catch (RuntimeException | Error e) {
            channel.basicNack(tag, false, true); // Otherwise it stays unacknowledged until the channel closes.
            throw e;
        }
        channel.basicAck(tag, false);
        return true;
    }

    /**
     * Stores the message. Gives up if the producer stops, or if the channel closes and the broker requeues the message.
     */
    private void store(DeadLetterMessage message, byte[] body, Channel channel) {
        while (true) {
            try {
                repository.add(message, body);
                return;
            } catch (DataAccessException e) {
                warn(e);
                if (!channel.isOpen() || isInterruptedWithin(RETRY_INTERVAL)) {
                    throw e;
                }
            }
        }
    }

    private static boolean isInterruptedWithin(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
