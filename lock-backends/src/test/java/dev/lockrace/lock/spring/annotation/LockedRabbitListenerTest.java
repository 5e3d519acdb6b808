package dev.lockrace.lock.spring.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.lock.Lease;
import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.Server;
import dev.lockrace.servers.amqp.QpidServer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.annotation.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.messaging.handler.annotation.Header;

/** A {@link Locked} method that receives messages from a real broker. */
@Tag("process")
class LockedRabbitListenerTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String QUEUE = "locked-jobs";

    private static final Server BROKER = QpidServer.create();

    @BeforeAll
    static void start() {
        BROKER.start();
    }

    @AfterAll
    static void stop() {
        BROKER.close();
    }

    @Test
    void a_message_is_processed_under_its_lock_and_redelivered_while_another_client_holds_it() {
        Endpoint broker = BROKER.endpoint();
        Outcomes outcomes = new Outcomes();
        LockedContexts.local()
                .withConfiguration(AutoConfigurations.of(RabbitAutoConfiguration.class))
                .withBean(Listener.class)
                .withBean(Outcomes.class, () -> outcomes)
                .withPropertyValues(
                        "spring.rabbitmq.host=" + broker.host(),
                        "spring.rabbitmq.port=" + broker.port(),
                        "spring.rabbitmq.username=" + broker.user(),
                        "spring.rabbitmq.password=" + broker.password())
                .run(context -> {
                    RabbitTemplate messages = context.getBean(RabbitTemplate.class);
                    Listener listener = context.getBean(Listener.class);
                    messages.convertAndSend(QUEUE, "1");
                    await().atMost(LIMIT)
                            .untilAsserted(
                                    () -> assertThat(listener.processed()).containsExactly("1 under job:1"));

                    try (Lease other = Contender.acquire(context, "job:2")) {
                        messages.convertAndSend(QUEUE, "2");
                        await().atMost(LIMIT).until(() -> outcomes.contended() >= 2);
                        assertThat(listener.processed()).hasSize(1);
                        assertThat(other.mayBeHeld()).isTrue();
                    }
                    await().atMost(LIMIT)
                            .untilAsserted(() ->
                                    assertThat(listener.processed()).containsExactly("1 under job:1", "2 under job:2"));
                });
    }

    static class Listener {

        private final List<String> processed = new CopyOnWriteArrayList<>();

        List<String> processed() {
            return processed;
        }

        @RabbitListener(queuesToDeclare = @Queue(QUEUE))
        @Locked(name = "job:#{#job}", timeToLive = "1m")
        void process(String job, @Header(required = false) @Nullable Lease lease) {
            processed.add(
                    "%s under %s".formatted(job, Objects.requireNonNull(lease).name()));
        }
    }
}
