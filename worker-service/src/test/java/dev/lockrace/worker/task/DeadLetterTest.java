package dev.lockrace.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.task.RaceQueues;
import dev.lockrace.race.task.TaskMessageCodec;
import dev.lockrace.worker.testbed.TestRun;
import dev.lockrace.worker.testbed.TestServers;
import dev.lockrace.worker.testbed.TestWorker;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageDeliveryMode;

@Tag("process")
@TestInstance(Lifecycle.PER_CLASS)
class DeadLetterTest {

    private static final long RECEIVE_MILLIS = 20_000;
    private static final String DEAD_LETTERED_METRIC = "tasks_total{outcome=\"dead-lettered\"}";

    private final TestServers servers = TestServers.shared();
    private final TestWorker worker = TestWorker.start(servers);
    private double deadLetteredBefore;

    @BeforeEach
    void readMetric() {
        deadLetteredBefore = worker.management().metric(DEAD_LETTERED_METRIC);
    }

    @AfterEach
    void the_worker_processes_the_next_task() {
        TestRun run = TestRun.begin(servers, "database");
        run.send(1);
        run.awaitEnd(1, AttemptOutcome.INVOICED);
        await().atMost(TestWorker.LIMIT).until(() -> servers.queued(RaceQueues.TASKS) == 0);
    }

    @AfterAll
    void stop() {
        worker.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    ~~                      | A task message must be a JSON object, was: ''
                    hello                   | A task message must be JSON: Unrecognized token 'hello'
                    null                    | A task message must be a JSON object, was: 'null'
                    {"version":1}           | A task message must have the field
                    {"version":2,"a":[]}    | Unknown task message version 2. This worker reads versions up to 1: upgrade the workers
                    """)
    void an_unreadable_message_is_dead_lettered_with_its_reason(String body, String reason) {
        send(body.getBytes(StandardCharsets.UTF_8));

        Message deadLetter = receiveDeadLetter();

        assertThat(reason(deadLetter)).startsWith(reason);
        assertThat(deadLetter.getBody()).asString().isEqualTo(body);
    }

    @Test
    void a_task_with_a_title_of_more_than_100_characters_is_dead_lettered() {
        TestRun run = TestRun.begin(servers, "database");
        String json = new String(new TaskMessageCodec().write(run.task(1)), StandardCharsets.UTF_8);

        send(json.replace("invoice 1", "x".repeat(101)).getBytes(StandardCharsets.UTF_8));

        assertThat(reason(receiveDeadLetter()))
                .startsWith("title must have 1 to 100 characters and no NUL, was: 101 characters");
        assertThat(run.attempts()).isEmpty();
    }

    @Test
    void a_task_with_an_unknown_backend_is_dead_lettered() {
        TestRun run = TestRun.begin(servers, "chubby");

        run.send(1);

        assertThat(reason(receiveDeadLetter()))
                .isEqualTo("Unknown lock backend 'chubby'; configured backends: database, local, memcached, redis");
    }

    @Test
    void a_task_that_requires_fencing_on_a_backend_without_tokens_is_dead_lettered() {
        TestRun run = TestRun.begin(servers, "memcached", 20, 60_000, true);

        run.send(1);

        assertThat(reason(receiveDeadLetter()))
                .isEqualTo("The task requires fencing, but backend 'memcached' offers no fencing tokens");
    }

    @Test
    void a_task_whose_run_does_not_exist_is_dead_lettered() {
        TestRun run = TestRun.begin(servers, "database");
        run.clear();

        run.send(1);

        assertThat(reason(receiveDeadLetter())).isEqualTo("Run %s does not exist; it may have been cleared", run.id());
        assertThat(run.attempts()).isEmpty();
    }

    @Test
    void the_reason_of_a_dead_letter_is_one_line_of_bounded_length() {
        TestRun run = TestRun.begin(servers, "a\nb\u2028".repeat(1_000));

        run.send(1);

        assertThat(reason(receiveDeadLetter()))
                .startsWith("Unknown lock backend 'a b a b ")
                .hasSizeLessThan(510);
    }

    /** Some properties would do harm: RabbitMQ routes a copy to each queue that a "CC" header names. */
    @Test
    void a_dead_letter_keeps_only_the_body_and_can_be_sent_again() {
        TestRun run = TestRun.begin(servers, "memcached", 20, 60_000, true);
        byte[] body = new TaskMessageCodec().write(run.task(1));
        BasicProperties properties = new BasicProperties.Builder()
                .correlationId("1")
                .headers(Map.of("CC", List.of(RaceQueues.TASKS), "traceparent", "00-1-2-00"))
                .build();
        servers.publish(properties, body);

        Message deadLetter = receiveDeadLetter();

        assertThat(deadLetter.getBody()).isEqualTo(body);
        assertThat(deadLetter.getMessageProperties().getReceivedDeliveryMode())
                .isEqualTo(MessageDeliveryMode.PERSISTENT);
        assertThat(deadLetter.getMessageProperties().getCorrelationId()).isNull();
        assertThat(deadLetter.getMessageProperties().getHeaders())
                .containsEntry(RaceQueues.WORKER_HEADER, "worker")
                .doesNotContainKeys("CC", "traceparent");
        servers.rabbit().send(RaceQueues.TASKS, deadLetter);
        Message again = receiveDeadLetter();
        assertThat(reason(again)).contains("The task requires fencing");
        assertThat(deadLetterId(again)).isNotEqualTo(deadLetterId(deadLetter));
        deadLetteredBefore++;
    }

    @ParameterizedTest
    @EnumSource(names = {"DEAD_LETTERED", "RETRIED"})
    void a_task_that_was_dead_lettered_and_sent_again_is_processed(AttemptOutcome earlier) {
        TestRun run = TestRun.begin(servers, "database");
        run.recordAttempt(1, earlier, false);

        run.send(1);

        run.awaitEnd(1, AttemptOutcome.INVOICED);
        deadLetteredBefore--;
    }

    @Test
    void a_deleted_dead_letter_queue_is_declared_again_and_receives_the_message() {
        servers.admin().deleteQueue(RaceQueues.DEAD_LETTERS);

        send("hello".getBytes(StandardCharsets.UTF_8));

        await().atMost(TestWorker.LIMIT)
                .until(() -> servers.admin().getQueueInfo(RaceQueues.DEAD_LETTERS) != null
                        && servers.queued(RaceQueues.DEAD_LETTERS) == 1);
        assertThat(reason(receiveDeadLetter())).contains("must be JSON");
    }

    @AfterEach
    void every_dead_letter_was_counted() {
        await().atMost(TestWorker.LIMIT)
                .until(() -> worker.management().metric(DEAD_LETTERED_METRIC) == deadLetteredBefore + 1);
    }

    private void send(byte[] body) {
        servers.publish(new BasicProperties(), body);
    }

    private Message receiveDeadLetter() {
        return Objects.requireNonNull(
                servers.rabbit().receive(RaceQueues.DEAD_LETTERS, RECEIVE_MILLIS), "a dead letter");
    }

    private static UUID deadLetterId(Message deadLetter) {
        return UUID.fromString(deadLetter.getMessageProperties().getHeader(RaceQueues.DEAD_LETTER_ID_HEADER));
    }

    private static String reason(Message deadLetter) {
        return Objects.requireNonNull(deadLetter.getMessageProperties().getHeader(RaceQueues.REASON_HEADER));
    }
}
