package dev.lockrace.producer.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.producer.Http;
import dev.lockrace.producer.ProducerTest;
import dev.lockrace.race.task.RaceQueues;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@ProducerTest
@ExtendWith(OutputCaptureExtension.class)
class DeadLetterTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long RECEIVE_MILLIS = 5_000;

    @Autowired
    private Http http;

    @Autowired
    private RabbitTemplate rabbit;

    @Autowired
    private RabbitAdmin admin;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void clear() {
        admin.purgeQueue(RaceQueues.DEAD_LETTERS);
        assertThat(http.delete("/runs?force=true").status()).isEqualTo(204);
        assertThat(http.delete("/dead-letters").status()).isEqualTo(204);
        admin.purgeQueue(RaceQueues.TASKS);
    }

    @Test
    void a_dead_letter_is_listed_with_its_reason_and_ends_its_run() {
        UUID run = startedRun(1);

        sendDeadLetter(takeTask(), "the lock server is gone");

        JsonNode deadLetter = awaitListed(1).get(0);
        assertThat(deadLetter.path("reason").asString()).isEqualTo("the lock server is gone");
        assertThat(deadLetter.path("worker").asString()).isEqualTo("worker-7");
        assertThat(deadLetter.path("runId").asString()).isEqualTo(run.toString());
        assertThat(deadLetter.path("taskNumber").asInt()).isEqualTo(1);
        assertThat(deadLetter.path("body").asString()).contains("\"runId\":\"" + run);
        assertThat(deadLetter.path("retryRefused").isNull()).isTrue();
        assertThat(deadLetter.path("retrying").asBoolean()).isFalse();
        assertThat(http.get(deadLetter.at("/links/self").asString()).json()).isEqualTo(deadLetter);
        awaitEnded(run, "inconclusive");
        JsonNode attempt = report(run).at("/events/attempts/0");
        assertThat(attempt.path("outcome").asString()).isEqualTo("dead-lettered");
        assertThat(attempt.path("worker").asString()).isEqualTo("worker-7");
        assertThat(attempt.path("reason").asString()).isEqualTo("the lock server is gone");
        assertThat(queued(RaceQueues.DEAD_LETTERS)).isZero();
    }

    @Test
    void a_retried_task_is_pending_and_its_run_gets_a_new_verdict() {
        UUID run = startedRun(1);
        Message original = takeTask();
        sendDeadLetter(original, "the lock server is gone");
        String retry = awaitListed(1).get(0).at("/links/retry").asString();
        awaitEnded(run, "inconclusive");

        JsonNode answer = http.post(retry, "").json();

        assertThat(answer.path("retried").asInt()).isEqualTo(1);
        assertThat(answer.path("remaining").asInt()).isZero();
        Message again = takeTask();
        assertThat(again.getBody()).isEqualTo(original.getBody());
        assertThat(again.getMessageProperties().getContentType()).isEqualTo("application/json");
        assertThat(again.getMessageProperties().getHeaders()).doesNotContainKey(RaceQueues.REASON_HEADER);
        assertThat(list().path("total").asInt()).isZero();
        assertThat(report(run).at("/verdict/explanation").asString())
                .isEqualTo("the run has not ended: 1 of 1 task is pending");
        assertThat(summary(run).path("endedAt").isNull()).isTrue();
        contended(run, 1);
        awaitEnded(run, "work lost");
        assertThat(report(run).at("/events/attempts/0/outcome").asString()).isEqualTo("retried");
    }

    @Test
    void a_task_that_is_dead_lettered_again_is_listed_again() {
        UUID run = startedRun(1);
        sendDeadLetter(takeTask(), "first");
        http.post(awaitListed(1).get(0).at("/links/retry").asString(), "");

        sendDeadLetter(takeTask(), "second");

        assertThat(awaitListed(1).get(0).path("reason").asString()).isEqualTo("second");
        awaitEnded(run, "inconclusive");
        assertThat(report(run).at("/verdict/counts/deadLettered").asInt()).isEqualTo(1);
    }

    @Test
    void a_retry_of_all_sends_all_that_can_be_sent() {
        startedRun(120);
        for (int task = 1; task <= 120; task++) {
            sendDeadLetter(takeTask(), "down");
        }
        sendDeadLetter(message("hello".getBytes(StandardCharsets.UTF_8)), "no JSON");
        awaitListed(121);

        JsonNode answer = http.post("/dead-letters/retry", "").json();

        assertThat(answer.path("retried").asInt()).isEqualTo(120);
        assertThat(answer.path("remaining").asInt()).isEqualTo(1);
        assertThat(queued(RaceQueues.TASKS)).isEqualTo(120);
        assertThat(list().at("/deadLetters/0/reason").asString()).isEqualTo("no JSON");
    }

    @Test
    void a_message_that_is_delivered_twice_is_listed_once() {
        UUID run = startedRun(1);
        Message deadLetter = deadLetter(takeTask(), "down");

        rabbit.send(RaceQueues.DEAD_LETTERS, deadLetter);
        rabbit.send(RaceQueues.DEAD_LETTERS, deadLetter);
        sendDeadLetter(message("end".getBytes(StandardCharsets.UTF_8)), "last");

        awaitListed(2);
        assertThat(report(run).at("/events/attempts")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "hello", "{\"version\":1}", "\u0000\u001b[31m\r\n2026-01-01 forged\u2028line", "{}\u0000"})
    void an_unreadable_message_is_listed_as_one_line_and_its_retry_refused(String body) {
        sendDeadLetter(message(body.getBytes(StandardCharsets.UTF_8)), "unreadable");

        JsonNode deadLetter = awaitListed(1).get(0);

        assertThat(deadLetter.path("runId").isNull()).isTrue();
        assertThat(deadLetter.path("bodyBytes").asInt()).isEqualTo(body.getBytes(StandardCharsets.UTF_8).length);
        assertThat(deadLetter.path("body").asString()).doesNotContainPattern("[\\p{Cntrl}\u2028\u2029]");
        assertThat(deadLetter.at("/links/retry").isMissingNode()).isTrue();
        String refusal = "the message cannot be read and would be dead-lettered again: unreadable";
        assertThat(deadLetter.path("retryRefused").asString()).isEqualTo(refusal);
        assertThat(http.post(deadLetter.at("/links/self").asString() + "/retry", "")
                        .problem(409))
                .endsWith(refusal);
        assertThat(http.post("/dead-letters/retry", "").json().path("retried").asInt())
                .isZero();
        awaitListed(1);
    }

    @Test
    void bytes_that_are_not_text_are_stored_completely_and_shown_in_part() {
        byte[] body = new byte[1_000_000];
        Arrays.fill(body, (byte) 0xff);

        sendDeadLetter(message(body), "unreadable");

        JsonNode deadLetter = awaitListed(1).get(0);
        assertThat(deadLetter.path("bodyBytes").asInt()).isEqualTo(1_000_000);
        assertThat(deadLetter.path("body").asString()).hasSizeLessThan(600).startsWith("\ufffd\ufffd");
        assertThat(jdbc.sql("select body from dead_letter").query(byte[].class).single())
                .isEqualTo(body);
    }

    @Test
    void headers_of_any_type_are_listed_as_text() {
        rabbit.send(
                RaceQueues.DEAD_LETTERS,
                MessageBuilder.withBody(new byte[] {1})
                        .setHeader(RaceQueues.REASON_HEADER, List.of("a\nb", 7))
                        .setHeader(RaceQueues.WORKER_HEADER, "w".repeat(2_000))
                        .setHeader(RaceQueues.DEAD_LETTER_ID_HEADER, "no uuid")
                        .build());

        JsonNode deadLetter = awaitListed(1).get(0);

        assertThat(deadLetter.path("reason").asString()).isEqualTo("[a b, 7]");
        assertThat(deadLetter.path("worker").asString()).hasSizeLessThan(510);
    }

    @Test
    void a_message_dead_lettered_by_the_broker_is_listed_with_its_reason() {
        rabbit.send(
                RaceQueues.DEAD_LETTERS,
                MessageBuilder.withBody(new byte[] {1})
                        .setHeader("x-first-death-reason", "delivery_limit")
                        .build());

        JsonNode deadLetter = awaitListed(1).get(0);

        assertThat(deadLetter.path("reason").asString()).isEqualTo("Dead-lettered by the broker: delivery_limit");
        assertThat(deadLetter.path("worker").isNull()).isTrue();
    }

    /** The broker keeps the headers of the sender. */
    @Test
    void a_message_dead_lettered_by_the_broker_is_not_identified_by_the_sender_s_headers() {
        Message message = MessageBuilder.fromMessage(deadLetter(message(new byte[] {1}), "forged"))
                .setHeader("x-first-death-reason", "delivery_limit")
                .build();

        rabbit.send(RaceQueues.DEAD_LETTERS, message);
        rabbit.send(RaceQueues.DEAD_LETTERS, message);

        JsonNode deadLetter = awaitListed(2).get(0);
        assertThat(deadLetter.path("reason").asString()).isEqualTo("Dead-lettered by the broker: delivery_limit");
        assertThat(deadLetter.path("worker").isNull()).isTrue();
    }

    @Test
    void a_dead_letter_of_a_cleared_run_can_be_deleted_but_not_retried() {
        UUID run = startedRun(1);
        sendDeadLetter(takeTask(), "down");
        String self = awaitListed(1).get(0).at("/links/self").asString();
        http.delete("/runs?force=true");

        assertThat(http.post(self + "/retry", "").problem(409))
                .isEqualTo("Cannot send dead letter %s again: its run %s was cleared"
                        .formatted(self.replace("/dead-letters/", ""), run));
        assertThat(http.delete(self).status()).isEqualTo(204);
        assertThat(http.get(self).problem(404)).startsWith("There is no dead letter");
        assertThat(http.delete(self).problem(404)).startsWith("There is no dead letter");
    }

    @Test
    void a_retry_that_the_broker_does_not_confirm_stays_listed() {
        UUID run = startedRun(1);
        sendDeadLetter(takeTask(), "down");
        String retry = awaitListed(1).get(0).at("/links/retry").asString();
        admin.deleteQueue(RaceQueues.TASKS);
        try {
            assertThat(http.post(retry, "").problem(503)).startsWith("The broker confirmed 0 of 1 dead letter;");
            assertThat(http.post("/dead-letters/retry", "").problem(503))
                    .contains("The broker confirmed 0 of 1 dead letter;");
        } finally {
            admin.initialize();
        }

        assertThat(awaitListed(1).get(0).path("retrying").asBoolean()).isFalse();
        awaitEnded(run, "inconclusive");
        assertThat(http.post(retry, "").json().path("retried").asInt()).isEqualTo(1);
    }

    @Test
    void a_dead_letter_being_sent_is_neither_sent_nor_deleted_until_its_claim_lapses() {
        startedRun(1);
        sendDeadLetter(takeTask(), "down");
        String self = awaitListed(1).get(0).at("/links/self").asString();
        jdbc.sql("update dead_letter set retrying_since = clock_timestamp()").update();

        assertThat(http.post(self + "/retry", "").problem(409)).endsWith("is already being sent again");
        assertThat(http.delete(self).problem(409)).endsWith("because it is being sent again: try again later");

        jdbc.sql("update dead_letter set retrying_since = clock_timestamp() - interval '1 hour'")
                .update();
        assertThat(http.post(self + "/retry", "").status()).isEqualTo(200);
    }

    @Test
    void dead_letters_are_listed_in_pages_with_the_latest_first() {
        for (int number = 1; number <= 5; number++) {
            sendDeadLetter(message(("message " + number).getBytes(StandardCharsets.UTF_8)), "reason " + number);
            awaitListed(number); // Messages on two channels may overtake each other.
        }

        List<String> reasons = new ArrayList<>();
        String next = "/dead-letters?limit=2";
        while (!next.isEmpty()) {
            JsonNode page = http.get(next).json();
            assertThat(page.path("total").asInt()).isEqualTo(5);
            page.path("deadLetters")
                    .forEach(deadLetter -> reasons.add(deadLetter.path("reason").asString()));
            next = page.at("/links/next").asString("");
        }

        assertThat(reasons).containsExactly("reason 5", "reason 4", "reason 3", "reason 2", "reason 1");
    }

    @ParameterizedTest
    @CsvSource({"limit=0, 0", "limit=101, 101", "limit=many, many", "before=soon, soon"})
    void rejects_an_invalid_page(String query, String value) {
        assertThat(http.get("/dead-letters?" + query).problem(400)).contains(value);
    }

    @Test
    void an_unknown_dead_letter_is_not_found() {
        assertThat(http.post("/dead-letters/0/retry", "").problem(404)).contains("There is no dead letter 0");
        assertThat(http.get("/dead-letters/seven").problem(400)).contains("seven");
    }

    @Test
    void a_deleted_dead_letter_queue_is_declared_again() {
        admin.deleteQueue(RaceQueues.DEAD_LETTERS);

        await().atMost(LIMIT).until(() -> admin.getQueueInfo(RaceQueues.DEAD_LETTERS) != null);

        sendDeadLetter(message(new byte[] {1}), "after");
        awaitListed(1);
    }

    /** RabbitMQ drops a message that was requeued 20 times. */
    @Test
    void a_message_that_the_database_cannot_store_is_kept_and_not_requeued(CapturedOutput output) {
        jdbc.sql("alter table dead_letter rename to dead_letter_renamed").update();
        try {
            sendDeadLetter(message(new byte[] {1}), "kept");
            await().atMost(LIMIT).until(() -> output.toString().contains("Cannot collect dead letters"));

            assertThat(rabbit.receive(RaceQueues.DEAD_LETTERS, 2_000)).isNull();
        } finally {
            jdbc.sql("alter table dead_letter_renamed rename to dead_letter").update();
        }

        assertThat(awaitListed(1).get(0).path("reason").asString()).isEqualTo("kept");
    }

    private UUID startedRun(int tasks) {
        return UUID.fromString(http.post("/runs", "{\"tasks\": %d, \"hold\": \"0ms\"}".formatted(tasks))
                .json()
                .path("runId")
                .asString());
    }

    private Message takeTask() {
        return Objects.requireNonNull(rabbit.receive(RaceQueues.TASKS, RECEIVE_MILLIS), "a task");
    }

    private static Message message(byte[] body) {
        return MessageBuilder.withBody(body).build();
    }

    /** Returns the message as a worker dead-letters it. */
    private static Message deadLetter(Message message, String reason) {
        return MessageBuilder.fromMessage(message)
                .setHeader(RaceQueues.REASON_HEADER, reason)
                .setHeader(RaceQueues.WORKER_HEADER, "worker-7")
                .setHeader(RaceQueues.DEAD_LETTER_ID_HEADER, UUID.randomUUID().toString())
                .build();
    }

    private void sendDeadLetter(Message message, String reason) {
        rabbit.send(RaceQueues.DEAD_LETTERS, deadLetter(message, reason));
    }

    private JsonNode list() {
        return http.get("/dead-letters").json();
    }

    private JsonNode awaitListed(int total) {
        await().atMost(LIMIT).until(() -> list().path("total").asInt() == total);
        return list().path("deadLetters");
    }

    private JsonNode report(UUID run) {
        return http.get("/runs/" + run).json();
    }

    private JsonNode summary(UUID run) {
        JsonNode summary = http.get("/runs?limit=1").json().get(0);
        assertThat(summary.path("id").asString()).isEqualTo(run.toString());
        return summary;
    }

    private void awaitEnded(UUID run, String verdict) {
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(summary(run).path("verdict").asString("")).isEqualTo(verdict));
    }

    private void contended(UUID run, int task) {
        jdbc.sql("""
                insert into attempt (run_id, task_number, worker, requested_at, closed_at, outcome)
                values (:run, :task, 'worker-1', clock_timestamp(), clock_timestamp(), 'contended')
                """).param("run", run).param("task", task).update();
    }

    private long queued(String queue) {
        return Objects.requireNonNull(admin.getQueueInfo(queue)).getMessageCount();
    }
}
