package dev.lockrace.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.lockrace.race.AttemptOutcome;
import dev.lockrace.race.RaceQueues;
import dev.lockrace.race.TaskMessageCodec;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageDeliveryMode;

@TestInstance(Lifecycle.PER_CLASS)
class DeadLetterTest {

    private static final long RECEIVE_MILLIS = 20_000;
    private static final String DEAD_METRIC = "tasks_total{outcome=\"dead-lettered\"}";

    private final TestServers bench = TestServers.shared();
    private final TestWorker worker = TestWorker.start(bench);
    private double deadBefore;

    @BeforeEach
    void count() {
        deadBefore = worker.management().metric(DEAD_METRIC);
    }

    @AfterEach
    void the_worker_goes_on() {
        TestRun run = TestRun.begin(bench, "database");
        run.send(1);
        run.awaitEnd(1, AttemptOutcome.INVOICED);
        await().atMost(TestWorker.LIMIT).until(() -> bench.queued(RaceQueues.TASKS) == 0);
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
                    {"version":2,"a":[]}    | Task message of version 2, this worker reads up to 1: upgrade the workers
                    """)
    void what_can_not_be_read_goes_to_the_dead_queue_with_its_reason(String body, String reason) {
        send(body.getBytes(StandardCharsets.UTF_8));

        Message dead = receiveDead();

        assertThat(reason(dead)).startsWith(reason);
        assertThat(dead.getBody()).asString().isEqualTo(body);
    }

    @Test
    void a_title_over_100_characters_goes_to_the_dead_queue() {
        TestRun run = TestRun.begin(bench, "database");
        String json = new String(new TaskMessageCodec().write(run.task(1)), StandardCharsets.UTF_8);

        send(json.replace("invoice 1", "x".repeat(101)).getBytes(StandardCharsets.UTF_8));

        assertThat(reason(receiveDead()))
                .startsWith("title must have 1 to 100 characters and no NUL, was: 101 characters");
        assertThat(run.attempts()).isEmpty();
    }

    @Test
    void an_unknown_backend_goes_to_the_dead_queue() {
        TestRun run = TestRun.begin(bench, "chubby");

        run.send(1);

        assertThat(reason(receiveDead()))
                .isEqualTo("Unknown lock backend 'chubby'; set up here are: database, local, memcached, redis");
    }

    @Test
    void fencing_where_there_is_none_goes_to_the_dead_queue() {
        TestRun run = TestRun.begin(bench, "memcached", 20, 60_000, true);

        run.send(1);

        assertThat(reason(receiveDead())).isEqualTo("Fencing was asked for, and backend 'memcached' offers none");
    }

    @Test
    void a_run_that_is_not_on_record_goes_to_the_dead_queue() {
        TestRun run = TestRun.begin(bench, "database");
        run.cleared();

        run.send(1);

        assertThat(reason(receiveDead())).isEqualTo("Run %s is not on record; was it cleared?", run.id());
        assertThat(run.attempts()).isEmpty();
    }

    @Test
    void a_reason_is_one_line_of_bounded_length() {
        TestRun run = TestRun.begin(bench, "a\nb\u2028".repeat(1_000));

        run.send(1);

        assertThat(reason(receiveDead()))
                .startsWith("Unknown lock backend 'a b a b ")
                .hasSizeLessThan(510);
    }

    /** Some of its properties would do harm: RabbitMQ puts a copy into each queue that a "CC" names. */
    @Test
    void a_dead_task_keeps_its_body_alone_and_can_be_sent_again() {
        TestRun run = TestRun.begin(bench, "memcached", 20, 60_000, true);
        byte[] body = new TaskMessageCodec().write(run.task(1));
        BasicProperties properties = new BasicProperties.Builder()
                .correlationId("1")
                .headers(Map.of("CC", List.of(RaceQueues.TASKS), "traceparent", "00-1-2-00"))
                .build();
        bench.publish(properties, body);

        Message dead = receiveDead();

        assertThat(dead.getBody()).isEqualTo(body);
        assertThat(dead.getMessageProperties().getReceivedDeliveryMode()).isEqualTo(MessageDeliveryMode.PERSISTENT);
        assertThat(dead.getMessageProperties().getCorrelationId()).isNull();
        assertThat(dead.getMessageProperties().getHeaders())
                .containsEntry(RaceQueues.WORKER_HEADER, "worker")
                .doesNotContainKeys("CC", "traceparent");
        bench.rabbit().send(RaceQueues.TASKS, dead);
        Message again = receiveDead();
        assertThat(reason(again)).contains("Fencing was asked for");
        assertThat(deadId(again)).isNotEqualTo(deadId(dead));
        deadBefore++;
    }

    @ParameterizedTest
    @EnumSource(names = {"DEAD_LETTERED", "RETRIED"})
    void a_task_that_died_before_and_was_sent_again_is_done(AttemptOutcome died) {
        TestRun run = TestRun.begin(bench, "database");
        run.attempted(1, died, false);

        run.send(1);

        run.awaitEnd(1, AttemptOutcome.INVOICED);
        deadBefore--;
    }

    @Test
    void a_dead_queue_that_somebody_deleted_is_made_again_and_gets_the_message() {
        bench.admin().deleteQueue(RaceQueues.DEAD_LETTERS);

        send("hello".getBytes(StandardCharsets.UTF_8));

        await().atMost(TestWorker.LIMIT)
                .until(() -> bench.admin().getQueueInfo(RaceQueues.DEAD_LETTERS) != null
                        && bench.queued(RaceQueues.DEAD_LETTERS) == 1);
        assertThat(reason(receiveDead())).contains("must be JSON");
    }

    @AfterEach
    void every_dead_task_was_counted() {
        await().atMost(TestWorker.LIMIT).until(() -> worker.management().metric(DEAD_METRIC) == deadBefore + 1);
    }

    private void send(byte[] body) {
        bench.publish(new BasicProperties(), body);
    }

    private Message receiveDead() {
        return Objects.requireNonNull(bench.rabbit().receive(RaceQueues.DEAD_LETTERS, RECEIVE_MILLIS), "a dead task");
    }

    private static UUID deadId(Message dead) {
        return UUID.fromString(dead.getMessageProperties().getHeader(RaceQueues.DEAD_LETTER_ID_HEADER));
    }

    private static String reason(Message dead) {
        return Objects.requireNonNull(dead.getMessageProperties().getHeader(RaceQueues.REASON_HEADER));
    }
}
