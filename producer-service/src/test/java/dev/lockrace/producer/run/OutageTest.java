package dev.lockrace.producer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.producer.Http;
import dev.lockrace.producer.Http.Answer;
import dev.lockrace.producer.ProducerApplication;
import dev.lockrace.producer.TestServers;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.task.RaceQueues;
import dev.lockrace.servers.postgres.ReadOnlySessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(OutputCaptureExtension.class)
@Tag("process")
@TestInstance(Lifecycle.PER_CLASS)
class OutageTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration LONGER_THAN_A_COUNT = Duration.ofSeconds(7);
    private static final long RECEIVE_MILLIS = 5_000;

    private final TestServers servers = TestServers.start();
    private final ConfigurableApplicationContext producer = start(servers);
    private final Http http = new Http(producer.getEnvironment());

    @BeforeEach
    void empty() {
        producer.getBean(RabbitAdmin.class).purgeQueue(RaceQueues.TASKS);
        assertThat(http.delete("/dead-letters").status()).isEqualTo(204);
    }

    @AfterAll
    void stop() {
        producer.close();
        servers.close();
    }

    @Test
    void peak_holders_are_registered_at_0_for_every_backend() {
        for (RaceBackend backend : RaceBackend.values()) {
            assertThat(http.metrics()).contains("run_peak_holders{backend=\"%s\"} 0.0".formatted(backend.id()));
        }
    }

    @Test
    void without_a_broker_the_response_and_the_log_have_the_number_of_confirmed_tasks_and_a_restart_recovers(
            CapturedOutput output) {
        servers.broker().stop();

        Answer answer = http.get("/hello");

        assertThat(answer.problem(503))
                .contains("The broker confirmed 0 of 10 tasks of run ", "check that the broker is up");
        assertThat(answer.json().path("requested").asInt()).isEqualTo(10);
        assertThat(answer.json().path("confirmed").asInt()).isZero();
        String id = answer.json().path("runId").asString();
        assertThat(output).contains("The broker confirmed 0 of 10 tasks of run " + id);
        String run = "/runs/" + id;
        assertThat(http.get(run).json().at("/verdict/kind").asString()).isEqualTo("inconclusive");
        servers.broker().start();
        assertThat(http.get("/hello").body()).isEqualTo("Added 10 tasks\n");
    }

    @Test
    void the_first_call_after_a_broker_restart_succeeds() {
        assertThat(http.get("/hello").status()).isEqualTo(200);

        servers.broker().stop();
        servers.broker().start();

        assertThat(http.get("/hello").body()).isEqualTo("Added 10 tasks\n");
    }

    @Test
    void without_a_database_every_call_fails_and_nothing_is_published(CapturedOutput output) {
        servers.database().stop();

        String detail =
                "The database did not answer or refused the request: check that it is up and accepts writes, and try again";
        assertThat(http.get("/hello").problem(503)).isEqualTo(detail);
        assertThat(http.get("/runs").problem(503)).isEqualTo(detail);
        assertThat(http.get("/runs/" + UUID.randomUUID()).problem(503)).isEqualTo(detail);
        assertThat(http.delete("/runs").problem(503)).isEqualTo(detail);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(output).contains("Cannot look for ended runs"));
        servers.database().start();
        await().atMost(LIMIT).until(() -> http.get("/runs").status() == 200);
        assertThat(http.get("/hello").body()).isEqualTo("Added 10 tasks\n");
        assertThat(queued()).isEqualTo(10);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(output).contains("Looks for ended runs again"));
        assertThat(output).containsOnlyOnce("Cannot look for ended runs");
    }

    @Test
    void calls_succeed_after_a_failover_that_left_open_connections_on_a_read_only_server() {
        assertThat(http.get("/hello").status()).isEqualTo(200);
        try (ReadOnlySessions failover =
                ReadOnlySessions.begin(servers.database().endpoint())) {
            assertThat(http.get("/hello").problem(503)).contains("check that it is up and accepts writes");
            failover.endForNewSessions();

            await().atMost(LIMIT).until(() -> http.get("/hello").status() == 200);
        }
    }

    @Test
    void a_database_that_fails_after_publishing_is_reported_with_the_run_whose_tasks_may_be_processed() {
        JdbcClient jdbc = producer.getBean(JdbcClient.class);
        jdbc.sql("alter table run add constraint no_confirms check (tasks_confirmed is null) not valid")
                .update();
        try {
            Answer answer = http.get("/hello");

            String detail = answer.problem(503);
            String run = answer.json().path("runId").asString();
            assertThat(detail)
                    .startsWith(
                            "The tasks of run %s were sent to the broker and may still be processed".formatted(run));
            assertThat(http.get("/runs/" + run).status()).isEqualTo(200);
            assertThat(queued()).isEqualTo(10);
        } finally {
            jdbc.sql("alter table run drop constraint no_confirms").update();
        }
    }

    @Test
    void a_dead_letter_stays_in_its_queue_while_the_database_is_down_and_is_listed_afterwards() {
        servers.database().stop();
        RabbitTemplate rabbit = producer.getBean(RabbitTemplate.class);
        rabbit.send(
                RaceQueues.DEAD_LETTERS, MessageBuilder.withBody(new byte[] {1}).build());
        await().during(Duration.ofSeconds(3))
                .atMost(LIMIT)
                .until(() -> http.get("/dead-letters").status() == 503);

        Message waiting = Objects.requireNonNull(rabbit.receive(RaceQueues.DEAD_LETTERS, RECEIVE_MILLIS));
        assertThat(waiting.getMessageProperties().isRedelivered()).isFalse();
        rabbit.send(RaceQueues.DEAD_LETTERS, waiting);
        servers.database().start();

        await().atMost(LIMIT).until(() -> http.get("/dead-letters").status() == 200);
        await().atMost(LIMIT)
                .until(() -> http.get("/dead-letters").json().path("total").asInt() == 1);
    }

    @Test
    void the_dead_letter_count_survives_a_database_outage_and_a_producer_restart() {
        RabbitTemplate rabbit = producer.getBean(RabbitTemplate.class);
        rabbit.send(
                RaceQueues.DEAD_LETTERS, MessageBuilder.withBody(new byte[] {1}).build());
        await().atMost(LIMIT).until(() -> countsOneDeadLetter(http));

        servers.database().stop();
        await().during(LONGER_THAN_A_COUNT).atMost(LIMIT).until(() -> countsOneDeadLetter(http));
        servers.database().start();

        try (ConfigurableApplicationContext another = start(servers)) {
            Http anotherHttp = new Http(another.getEnvironment());
            await().atMost(LIMIT).until(() -> countsOneDeadLetter(anotherHttp));
        }
        await().atMost(LIMIT).until(() -> http.delete("/dead-letters").status() == 204);
        await().atMost(LIMIT).until(() -> http.metrics().contains("\ndead_letters 0.0\n"));
    }

    private static boolean countsOneDeadLetter(Http http) {
        return http.metrics().contains("\ndead_letters 1.0\n");
    }

    private long queued() {
        RabbitAdmin admin = producer.getBean(RabbitAdmin.class);
        return Objects.requireNonNull(admin.getQueueInfo(RaceQueues.TASKS)).getMessageCount();
    }

    private static ConfigurableApplicationContext start(TestServers servers) {
        SpringApplicationBuilder application = new SpringApplicationBuilder(ProducerApplication.class)
                .properties(Map.of("spring.main.banner-mode", "off"));
        List<String> settings = new ArrayList<>(List.of("--spring.datasource.hikari.connection-timeout=500"));
        servers.properties().forEach((name, value) -> settings.add("--%s=%s".formatted(name, value)));
        return application.run(settings.toArray(String[]::new));
    }
}
