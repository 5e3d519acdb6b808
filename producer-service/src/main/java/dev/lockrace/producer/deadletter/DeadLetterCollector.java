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
 * Takes dead tasks out of the dead queue twice a second, and lists them; a message is acknowledged when it is listed.
 *
 * <p>It fetches one at a time, and only while the database answers: RabbitMQ counts how often a message comes back, and
 * drops it after some times, so it must not come back for as long as the database is down. One that the database would
 * not take after all, since it takes no writes, is kept here until it does.
 */
@Component
class DeadLetterCollector {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterCollector.class);
    private static final int MAX_CONCURRENT = 1_000;
    private static final Duration PAUSE = Duration.ofMillis(500);

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
            while (collected < MAX_CONCURRENT && collectOne()) {
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
            admin.initialize(); // somebody may have deleted the queue
        } catch (AmqpException stillDown) {
            log.debug("The broker does not answer", stillDown);
        }
    }

    private void warn(RuntimeException e) {
        if (!failing) {
            log.warn("Dead tasks can't be listed, will try again: {}", e.toString());
        }
        failing = true;
    }

    private boolean collectOne() {
        repository.check();
        return Boolean.TRUE.equals(rabbit.execute(this::collectOne));
    }

    private boolean collectOne(Channel channel) throws IOException {
        GetResponse dead = channel.basicGet(RaceQueues.DEAD_LETTERS, false);
        if (dead == null) {
            return false;
        }
        long tag = dead.getEnvelope().getDeliveryTag();
        try {
            Map<String, Object> headers = dead.getProps().getHeaders();
            byte[] body = dead.getBody();
            list(DeadLetterMessage.of(body, headers == null ? Map.of() : headers, codec), body, channel);
        } catch (RuntimeException | Error e) {
            channel.basicNack(tag, false, true); // else it would be nobody's until this channel is closed
            throw e;
        }
        channel.basicAck(tag, false);
        return true;
    }

    /** Gives up when the producer stops, or when the broker took the message back. */
    private void list(DeadLetterMessage message, byte[] body, Channel channel) {
        while (true) {
            try {
                repository.add(message, body);
                return;
            } catch (DataAccessException e) {
                warn(e);
                if (!channel.isOpen() || isInterruptedWithin(PAUSE)) {
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
