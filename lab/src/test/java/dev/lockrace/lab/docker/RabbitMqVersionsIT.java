package dev.lockrace.lab.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.lab.testbed.service.ServiceProcess;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.task.RaceQueues;
import dev.lockrace.race.verdict.Verdict.Counts;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The services on two versions of RabbitMQ, which count failed deliveries differently. */
@Tag("docker")
@ParameterizedClass
@MethodSource("images")
class RabbitMqVersionsIT {

    /** The oldest version that is tested. It counts every message that a consumer returns. */
    private static final String OLDEST = "rabbitmq:4.0-management";

    private static final int DELIVERY_LIMIT = 20;
    private static final int STOPS = 25;
    private static final int WORKERS = 3;
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(30);

    /** Longer than it takes to find the holder and to stop it. */
    private static final Duration HOLD = Duration.ofSeconds(40);

    /** Long enough for the start of a worker on a busy machine. */
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    /** Within which RabbitMQ delivers a message that is in the queue. */
    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(3);

    @SuppressWarnings("NullAway.Init") // set before the tests of each image
    private static RealServers servers;

    RabbitMqVersionsIT(String image) {}

    static Stream<String> images() {
        return Stream.of(OLDEST, ComposeFile.read().image("rabbitmq"));
    }

    @BeforeParameterizedClassInvocation
    static void start(String image) throws Exception {
        servers = RealServers.startOn(image);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        if (servers != null) {
            servers.close();
        }
    }

    @Test
    @Tag("slow")
    void a_task_that_25_graceful_stops_requeue_is_processed_once() throws Exception {
        Map<String, String> noGrace = Map.of("lockrace.worker.shutdown-grace", "0s");
        for (int worker = 0; worker < WORKERS; worker++) {
            servers.startWorker(noGrace);
        }
        Producer producer = servers.producer();
        URI run = producer.start(1, RaceBackend.DATABASE, HOLD, TIME_TO_LIVE);
        try {
            for (int stop = 0; stop < STOPS; stop++) {
                servers.stopGracefully(producer.holder(run, TIMEOUT));
                servers.startWorker(noGrace);
            }

            Counts counts = producer.verdict(run, TIMEOUT).counts();
            assertThat(counts.invoices()).isEqualTo(1);
            assertThat(counts.deadLettered()).isZero();
            assertThat(counts.peakHolders()).isEqualTo(1);
            assertThat(Collections.frequency(producer.outcomes(run), "requeued"))
                    .isEqualTo(STOPS);
        } finally {
            servers.stopOthers();
        }
    }

    @Test
    void a_message_that_crashes_every_consumer_is_dead_lettered() throws Exception {
        String message = "crashes its consumer";
        servers.queues().publishTask(message);

        int crashes = 0;
        while (crashes <= DELIVERY_LIMIT + 1 && isReceivedByCrashingConsumer()) {
            crashes++;
        }

        assertThat(crashes).isBetween(DELIVERY_LIMIT, DELIVERY_LIMIT + 1);
        JsonNode deadLetter = servers.producer().deadLetter(message, TIMEOUT);
        assertThat(deadLetter.required("reason").asString()).isEqualTo("Dead-lettered by the broker: delivery_limit");
    }

    private static boolean isReceivedByCrashingConsumer() throws Exception {
        try (RawConsumer consumer = RawConsumer.of(servers.broker(), RaceQueues.TASKS)) {
            return consumer.delivery(DELIVERY_TIMEOUT).isPresent();
        }
    }

    @Test
    void the_timeout_of_the_task_queue_takes_precedence_over_that_of_the_broker() throws Exception {
        Map<String, Object> withoutTimeout = new HashMap<>(RaceQueues.TASKS_ARGUMENTS);
        withoutTimeout.remove("x-consumer-timeout");
        servers.setAcknowledgementTimeout(Duration.ofSeconds(1));
        servers.queues().publishTask("not acknowledged for a while");
        try (RawConsumer consumer = RawConsumer.of(servers.broker(), RaceQueues.TASKS);
                RawConsumer control = RawConsumer.ofNewQueue(servers.broker(), "control", withoutTimeout)) {
            long delivery = consumer.delivery(TIMEOUT).orElseThrow();

            assertThat(control.ended())
                    .as("the consumer of a queue without a timeout")
                    .succeedsWithin(TIMEOUT);

            consumer.acknowledge(delivery);
            assertThat(consumer.delivery(DELIVERY_TIMEOUT)).isEmpty();
            assertThat(consumer.ended()).isNotDone();
        } finally {
            servers.setAcknowledgementTimeout(Duration.ofMinutes(30));
        }
    }

    /** The listener container of a worker would stop for good when it is the first to use a new connection. */
    @Test
    void a_queue_with_other_arguments_is_reported_by_both_services_used_and_declared_again_when_it_was_deleted()
            throws Exception {
        Map<String, Object> other = new HashMap<>(RaceQueues.TASKS_ARGUMENTS);
        other.put("x-delivery-limit", 5);
        servers.queues().replace(RaceQueues.TASKS, other);
        try {
            ServiceProcess producer = servers.startProducer("another-producer");
            ServiceProcess worker = servers.startWorker(Map.of());
            servers.awaitReady();
            String error =
                    "Queue lockrace.tasks exists with another argument: x-delivery-limit is 5, and this version of"
                            + " lockrace declares 20.";
            await().atMost(TIMEOUT).untilAsserted(() -> {
                assertThat(servers.log(producer)).contains(error);
                assertThat(servers.log(worker)).contains(error);
            });
            assertThat(invoicesOfOneTask()).isEqualTo(1);

            servers.closeBrokerConnections();
            await().atMost(TIMEOUT).until(servers.producer()::acceptsTasks);
            assertThat(invoicesOfOneTask()).isEqualTo(1);

            servers.queues().delete(RaceQueues.TASKS);
            await().atMost(TIMEOUT)
                    .ignoreExceptions() // while there is no queue
                    .until(() -> servers.queues()
                                    .queue(RaceQueues.TASKS)
                                    .at("/arguments/x-delivery-limit")
                                    .asInt()
                            == DELIVERY_LIMIT);
            assertThat(invoicesOfOneTask()).isEqualTo(1);
        } finally {
            servers.stopOthers();
        }
    }

    private static int invoicesOfOneTask() {
        Producer producer = servers.producer();
        URI run = producer.start(1, RaceBackend.DATABASE, Duration.ofMillis(1), TIME_TO_LIVE);
        return producer.verdict(run, TIMEOUT).counts().invoices();
    }
}
