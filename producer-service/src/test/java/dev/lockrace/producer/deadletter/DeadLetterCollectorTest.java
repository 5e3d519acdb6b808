package dev.lockrace.producer.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.producer.Http;
import dev.lockrace.producer.ProducerTest;
import dev.lockrace.race.task.RaceQueues;
import dev.lockrace.race.task.TaskMessageCodec;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@ProducerTest
class DeadLetterCollectorTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Autowired
    private Http http;

    @Autowired
    private RabbitTemplate rabbit;

    @Autowired
    private RabbitAdmin admin;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TaskMessageCodec codec;

    @BeforeEach
    void clear() {
        admin.purgeQueue(RaceQueues.DEAD_LETTERS);
        assertThat(http.delete("/dead-letters").status()).isEqualTo(204);
    }

    /** The producer's own collector runs concurrently and may fetch a message first. */
    @Test
    void a_message_whose_storing_fails_with_an_error_is_requeued_and_stored_later() {
        DeadLetterCollector failing = new DeadLetterCollector(rabbit, admin, new FailingRepository(jdbc), codec);
        AtomicInteger sent = new AtomicInteger();

        await().atMost(LIMIT).until(() -> {
            rabbit.send(
                    RaceQueues.DEAD_LETTERS,
                    MessageBuilder.withBody(new byte[] {1}).build());
            sent.incrementAndGet();
            return failsWithError(failing);
        });

        await().atMost(LIMIT)
                .until(() -> http.get("/dead-letters").json().path("total").asInt() == sent.get());
    }

    private static boolean failsWithError(DeadLetterCollector collector) {
        try {
            collector.collect();
            return false;
        } catch (StackOverflowError e) {
            return true;
        }
    }

    private static final class FailingRepository extends DeadLetterRepository {

        FailingRepository(JdbcClient jdbc) {
            super(jdbc);
        }

        @Override
        void add(DeadLetterMessage message, byte[] body) {
            throw new StackOverflowError();
        }
    }
}
