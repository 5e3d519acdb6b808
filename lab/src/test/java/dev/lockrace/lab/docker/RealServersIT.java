package dev.lockrace.lab.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.task.RaceQueues;
import dev.lockrace.race.task.TaskMessage;
import dev.lockrace.race.task.TaskMessageCodec;
import dev.lockrace.race.verdict.Verdict;
import dev.lockrace.race.verdict.Verdict.Counts;
import dev.lockrace.race.verdict.Verdict.Kind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The packaged services with the real RabbitMQ, PostgreSQL, memcached and Redis. */
@Tag("docker")
class RealServersIT {

    private static final int WORKERS = 4;
    private static final Duration HOLD = Duration.ofSeconds(2);
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(6);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static RealServers servers;

    @BeforeAll
    static void start() throws Exception {
        servers = RealServers.start(WORKERS);
    }

    @AfterAll
    static void stop() throws Exception {
        if (servers != null) {
            servers.close();
        }
    }

    private static Verdict race(RaceBackend backend) {
        Producer producer = servers.producer();
        return producer.verdict(producer.start(backend, HOLD, TIME_TO_LIVE), TIMEOUT);
    }

    @ParameterizedTest
    @EnumSource(names = "LOCAL", mode = Mode.EXCLUDE)
    void a_shared_lock_holds_and_one_invoice_is_written(RaceBackend backend) {
        Verdict verdict = race(backend);

        assertThat(verdict.kind()).as(verdict.explanation()).isEqualTo(Kind.HELD);
        assertThat(verdict.counts()).isEqualTo(new Counts(10, 1, 9, 0, 0, 1, 1, 0));
    }

    @Test
    void a_local_lock_is_acquired_by_every_task() {
        Verdict verdict = race(RaceBackend.LOCAL);

        assertThat(verdict.kind()).as(verdict.explanation()).isEqualTo(Kind.BROKEN);
        assertThat(verdict.counts().acquired()).isEqualTo(10);
        assertThat(verdict.counts().invoices()).isEqualTo(10);
        assertThat(verdict.counts().peakHolders()).isBetween(2, WORKERS);
    }

    @ParameterizedTest
    @EnumSource(names = "LOCAL", mode = Mode.EXCLUDE)
    void a_run_whose_holder_is_killed_has_one_invoice(RaceBackend backend) throws Exception {
        Producer producer = servers.producer();
        URI run = producer.start(backend, HOLD, TIME_TO_LIVE);
        String holder = producer.holder(run, TIMEOUT);

        servers.replace(holder);

        Verdict verdict = producer.verdict(run, TIMEOUT);
        assertThat(verdict.kind()).as(verdict.explanation()).isEqualTo(Kind.HELD);
        assertThat(verdict.counts().acquired()).isEqualTo(2);
        assertThat(verdict.counts().invoices()).isEqualTo(1);
        assertThat(verdict.counts().peakHolders()).isEqualTo(1);
    }

    static Stream<Arguments> invalidMessages() {
        return Stream.of(
                Arguments.of("not JSON", "JSON"),
                Arguments.of(task("memcached").replace("\"version\":1", "\"version\":99"), "version 99"),
                Arguments.of(task("memcached").replace("a title", "x".repeat(101)), "101 characters"),
                Arguments.of(task("chubby"), "Unknown lock backend 'chubby'"));
    }

    private static String task(String backend) {
        TaskMessage task = new TaskMessage(
                TaskMessage.VERSION, UUID.randomUUID(), 1, "some lock", backend, HOLD, TIME_TO_LIVE, false, "a title");
        return new String(new TaskMessageCodec().write(task), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("invalidMessages")
    void an_invalid_message_is_dead_lettered_with_its_reason(String message, String reason) {
        servers.queues().publishTask(message);

        JsonNode deadLetter = servers.producer().deadLetter(message, TIMEOUT);
        assertThat(deadLetter.required("reason").asString()).contains(reason);
        assertThat(deadLetter.required("worker").asString()).startsWith("worker-");
        assertThat(race(RaceBackend.DATABASE).kind()).isEqualTo(Kind.HELD);
    }

    /** With these headers, each copy would be routed to the queue of tasks and dead-lettered again, forever. */
    @Test
    void a_dead_letter_keeps_no_property_that_would_route_copies_or_let_it_expire() {
        String message = "not JSON, with properties";
        servers.queues()
                .publishTask(
                        message,
                        Map.of(
                                "expiration",
                                "600000",
                                "priority",
                                9,
                                "content_type",
                                "application/x-java-serialized-object",
                                "content_encoding",
                                "gzip",
                                "headers",
                                Map.of("CC", List.of(RaceQueues.TASKS), "BCC", List.of(RaceQueues.TASKS))));

        servers.producer().deadLetter(message, TIMEOUT);

        assertThat(race(RaceBackend.DATABASE).kind()).as("the next run").isEqualTo(Kind.HELD);
        assertThat(servers.producer().deadLetters(message)).hasSize(1);
    }

    @Test
    void callers_are_rejected_while_the_broker_is_short_of_memory() throws Exception {
        servers.setBrokerMemory("0.000001");
        try {
            assertThat(servers.producer().retryAfter(TIMEOUT)).isEqualTo("10");
        } finally {
            servers.setBrokerMemory("0.6");
        }
        await().atMost(TIMEOUT).until(servers.producer()::acceptsTasks);
        assertThat(race(RaceBackend.DATABASE).kind()).isEqualTo(Kind.HELD);
    }

    @Test
    void both_queues_are_quorum_queues_and_the_task_queue_has_a_dead_letter_exchange() {
        JsonNode tasks = servers.queues().queue(RaceQueues.TASKS);
        JsonNode deadLetters = servers.queues().queue(RaceQueues.DEAD_LETTERS);

        assertThat(tasks.required("type").asString()).isEqualTo("quorum");
        assertThat(deadLetters.required("type").asString()).isEqualTo("quorum");
        assertThat(tasks.required("durable").asBoolean()).isTrue();
        JsonNode arguments = tasks.required("arguments");
        assertThat(arguments.required("x-delivery-limit").asInt()).isEqualTo(20);
        assertThat(arguments.required("x-consumer-timeout").asLong())
                .isEqualTo(RaceQueues.ACKNOWLEDGEMENT_TIMEOUT.toMillis());
        assertThat(arguments.required("x-dead-letter-exchange").asString()).isEmpty();
        assertThat(arguments.required("x-dead-letter-routing-key").asString()).isEqualTo(RaceQueues.DEAD_LETTERS);
    }
}
