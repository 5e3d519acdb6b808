package dev.lockrace.producer.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.producer.Http;
import dev.lockrace.producer.Http.Answer;
import dev.lockrace.producer.ProducerTest;
import dev.lockrace.race.task.RaceQueues;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ProducerTest
class TaskPublishingTest {

    private static final long RECEIVE_MILLIS = 5_000;

    @Autowired
    private Http http;

    @Autowired
    private RabbitTemplate rabbit;

    @Autowired
    private RabbitAdmin admin;

    @BeforeEach
    void purge() {
        admin.purgeQueue(RaceQueues.TASKS);
    }

    @Test
    void every_task_is_published_as_persistent_json() {
        String id = http.post("/runs", """
                        {"tasks": 2, "backend": "database", "hold": "20ms", "timeToLive": "2s", "lockName": "mine \\"1\\"",
                         "fencing": true}""").json().path("runId").asString();

        for (int number = 1; number <= 2; number++) {
            Message task = Objects.requireNonNull(rabbit.receive(RaceQueues.TASKS, RECEIVE_MILLIS));
            assertThat(new String(task.getBody(), StandardCharsets.UTF_8)).isEqualTo("""
                            {"version":1,"runId":"%s","taskNumber":%d,"lockName":"mine \\"1\\"","backend":"database",\
                            "hold":"PT0.02S","timeToLive":"PT2S","fencing":true,"title":"invoice %d"}""".formatted(id, number, number));
            assertThat(task.getMessageProperties().getContentType()).isEqualTo("application/json");
            assertThat(task.getMessageProperties().getReceivedDeliveryMode()).isEqualTo(MessageDeliveryMode.PERSISTENT);
        }
        assertThat(rabbit.receive(RaceQueues.TASKS)).isNull();
    }

    @Test
    void ten_thousand_tasks_are_all_confirmed_and_queued() {
        Answer answer = http.post("/runs", "{\"tasks\": 10000, \"hold\": \"0ms\"}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(Objects.requireNonNull(admin.getQueueInfo(RaceQueues.TASKS)).getMessageCount())
                .isEqualTo(10_000);
    }

    @Test
    void an_unroutable_task_is_not_confirmed() {
        admin.deleteQueue(RaceQueues.TASKS);
        try {
            Answer answer = http.post("/runs", "{\"tasks\": 3}");

            assertThat(answer.problem(503)).contains("The broker confirmed 0 of 3 tasks of run ");
            assertThat(answer.json().path("requested").asInt()).isEqualTo(3);
            assertThat(answer.json().path("confirmed").asInt()).isZero();
            JsonNode run = http.get("/runs/" + answer.json().path("runId").asString())
                    .json()
                    .at("/events/run");
            assertThat(run.path("tasksConfirmed").asInt()).isZero();
            assertThat(run.path("unconfirmedTasks").toString()).isEqualTo("[1,2,3]");
        } finally {
            admin.initialize();
        }
        assertThat(http.post("/runs", "{\"tasks\": 3}").status()).isEqualTo(201);
    }
}
