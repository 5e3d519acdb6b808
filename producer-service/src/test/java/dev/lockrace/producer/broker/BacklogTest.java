package dev.lockrace.producer.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockrace.producer.Http;
import dev.lockrace.producer.Http.Answer;
import dev.lockrace.producer.ProducerTest;
import dev.lockrace.race.task.RaceQueues;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

@ProducerTest
@TestPropertySource(properties = {"lockrace.backlog.max-pending=10000", "lockrace.backlog.max-unconfirmed=10000"})
class BacklogTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Autowired
    private Http http;

    @Autowired
    private Backlog backlog;

    @Autowired
    private AmqpAdmin admin;

    @BeforeEach
    @AfterEach
    void empty() {
        admin.purgeQueue(RaceQueues.TASKS);
        backlog.count();
    }

    @Test
    void runs_are_rejected_and_not_recorded_while_the_queue_is_full() {
        assertThat(http.post("/runs", "{\"tasks\": 9995}").status()).isEqualTo(201);
        await().atMost(LIMIT).until(() -> http.metrics().contains("tasks_waiting 9995.0"));
        String latest = http.get("/runs?limit=1").body();

        Answer rejected = http.get("/hello");

        assertThat(rejected.problem(503))
                .isEqualTo("The backlog is full (9995 of at most 10000 tasks are pending, and the request adds 10):"
                        + " try again later or add workers");
        assertThat(rejected.response().headers().firstValue("Retry-After")).hasValue("10");
        assertThat(http.get("/runs?limit=1").body()).isEqualTo(latest);
        assertThat(http.get("/hello?tasks=5").status()).isEqualTo(200);
        admin.purgeQueue(RaceQueues.TASKS);
        await().atMost(LIMIT).until(() -> http.get("/hello").status() == 200);
    }

    @Test
    void runs_are_rejected_while_too_many_tasks_are_being_published() {
        try (Backlog.Room room = backlog.enter(9_995)) {
            Answer rejected = http.get("/hello");

            assertThat(rejected.problem(503))
                    .isEqualTo(
                            "The backlog is full (9995 of at most 10000 tasks are being published, and the request adds 10):"
                                    + " try again in a moment");
            assertThat(rejected.response().headers().firstValue("Retry-After")).hasValue("1");
        }
        admin.purgeQueue(RaceQueues.TASKS);
        backlog.count();
        assertThat(http.get("/hello").status()).isEqualTo(200);
    }

    @Test
    void pending_tasks_are_a_metric() {
        http.get("/hello?tasks=7");

        await().atMost(LIMIT).until(() -> http.metrics().contains("tasks_waiting 7.0"));
    }

    @Test
    void limits_below_the_maximum_size_of_a_run_are_rejected() {
        assertThatThrownBy(() -> new BacklogProperties(9_999, 20_000))
                .hasMessage(
                        "lockrace.backlog.max-pending must be at least 10000, the maximum number of tasks of a run, was: 9999");
    }
}
