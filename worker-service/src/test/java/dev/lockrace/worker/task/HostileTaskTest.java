package dev.lockrace.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.task.InvalidTaskException;
import dev.lockrace.race.task.RaceQueues;
import dev.lockrace.race.task.TaskMessage;
import dev.lockrace.race.task.TaskMessageCodec;
import dev.lockrace.testsupport.HostileInputs;
import dev.lockrace.worker.testbed.TestRun;
import dev.lockrace.worker.testbed.TestServers;
import dev.lockrace.worker.testbed.TestWorker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.amqp.core.Message;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Tests that every message is acknowledged whatever it contains, runs no code and forges no log line. */
@Tag("process")
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class HostileTaskTest {

    private static final int MESSAGES = 2_000;
    private static final int NAMES = 400;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final HostileInputs inputs = new HostileInputs(2);
    private final HostileHeaders headers = new HostileHeaders(inputs);
    private final TaskMessageCodec codec = new TaskMessageCodec();
    private final TestServers servers = TestServers.shared();
    private final TestWorker worker = TestWorker.start(servers);

    @AfterAll
    void stop() {
        worker.close();
    }

    @Test
    void messages_that_are_not_tasks_are_dead_lettered_and_the_next_task_is_processed(CapturedOutput output) {
        int count = HostileInputs.count(MESSAGES);
        for (int number = 0; number < count; number++) {
            servers.publish(headers.any(), anyBody());
        }
        TestRun run = TestRun.begin(servers, "database");
        run.send(1);

        run.awaitEnd(1, AttemptOutcome.INVOICED);
        assertThat(servers.queued(RaceQueues.DEAD_LETTERS)).isEqualTo(count);
        for (int number = 0; number < count; number++) {
            Message deadLetter = Objects.requireNonNull(servers.rabbit().receive(RaceQueues.DEAD_LETTERS));
            assertThat(deadLetter.getMessageProperties().<String>getHeader(RaceQueues.REASON_HEADER))
                    .doesNotContainPattern("[\\p{Cntrl}\u0080-\u009f\u2028\u2029]")
                    .isNotEmpty();
        }
        assertNothingForged(output);
        HostileInputs.tried(count, "messages that are no task, through the broker");
    }

    /** Returns a random body. The run of a readable task does not exist, so the task is dead-lettered as well. */
    private byte[] anyBody() {
        TaskMessage task = task(UUID.randomUUID(), 1, "lock", "redis", "title");
        return switch (inputs.number(4)) {
            case 0 -> inputs.bytes(300);
            case 1 -> serialized();
            case 2 -> inputs.mutated(codec.write(task));
            default -> codec.write(task);
        };
    }

    private static byte[] serialized() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new ArrayList<>(List.of(Map.of("version", 1))));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @MethodSource
    void a_task_is_processed_regardless_of_its_message_properties(BasicProperties properties) {
        TestRun run = TestRun.begin(servers, "database");

        servers.publish(properties, codec.write(run.task(1)));

        run.awaitEnd(1, AttemptOutcome.INVOICED);
    }

    static List<BasicProperties> a_task_is_processed_regardless_of_its_message_properties() {
        return List.of(
                new BasicProperties.Builder()
                        .contentType("application/x-java-serialized-object")
                        .build(),
                new BasicProperties.Builder()
                        .headers(Map.of("__TypeId__", "java.util.HashMap"))
                        .build(),
                new BasicProperties.Builder()
                        .headers(Map.of("springBatchFormat", "lengthHeader4"))
                        .build(),
                new BasicProperties.Builder().deliveryMode(7).build());
    }

    @Test
    void an_empty_batch_is_dead_lettered() {
        servers.publish(
                new BasicProperties.Builder()
                        .headers(Map.of("springBatchFormat", "lengthHeader4"))
                        .build(),
                new byte[0]);

        Message deadLetter = Objects.requireNonNull(
                servers.rabbit().receive(RaceQueues.DEAD_LETTERS, LIMIT.toMillis()), "a dead letter");
        assertThat(deadLetter.getMessageProperties().<String>getHeader(RaceQueues.REASON_HEADER))
                .startsWith("A task message must be a JSON object");
    }

    @Test
    void any_lock_name_and_title_is_processed_unchanged_on_every_backend(CapturedOutput output) {
        Set<String> metrics = metricNames();
        TestRun run = TestRun.begin(servers, "database");
        List<TaskMessage> tasks = IntStream.rangeClosed(1, HostileInputs.count(NAMES))
                .mapToObj(number -> hostileTask(run, number))
                .toList();

        tasks.forEach(task -> servers.publish(headers.any(), codec.write(task)));

        await().atMost(LIMIT).until(() -> run.invoiced().size() == tasks.size());
        assertThat(written(run))
                .isEqualTo(tasks.stream().map(HostileTaskTest::asWritten).toList());
        assertThat(metricNames()).isEqualTo(metrics);
        assertThat(servers.queued(RaceQueues.DEAD_LETTERS)).isZero();
        assertNothingForged(output);
        HostileInputs.tried(tasks.size(), "lock names and titles, as tasks on every backend");
    }

    private static List<String> asWritten(TaskMessage task) {
        return List.of(task.lockName(), task.title(), task.backend());
    }

    private List<List<String>> written(TestRun run) {
        return servers.jdbc()
                .sql("select lock_name, title, backend from invoice where run_id = :run order by task_number")
                .param("run", run.id())
                .query((row, number) -> List.of(row.getString(1), row.getString(2), row.getString(3)))
                .list();
    }

    private TaskMessage hostileTask(TestRun run, int number) {
        String backend = inputs.oneOf(List.of("local", "database", "memcached", "redis"));
        while (true) {
            try {
                return task(run.id(), number, inputs.text(), backend, inputs.text());
            } catch (InvalidTaskException tryAnother) {
                // The random text was empty, too long or not valid Unicode.
            }
        }
    }

    private static TaskMessage task(UUID run, int number, String lockName, String backend, String title) {
        return new TaskMessage(1, run, number, lockName, backend, Duration.ZERO, Duration.ofMinutes(1), false, title);
    }

    private Set<String> metricNames() {
        return worker.management()
                .metrics()
                .lines()
                .filter(line -> line.startsWith("lock_") || line.startsWith("tasks_") || line.startsWith("invoices_"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toSet());
    }

    private static void assertNothingForged(CapturedOutput output) {
        assertThat(output.getOut()).contains("dev.lockrace.worker.task");
        assertThat(output.toString().split("[\n\r\u000b\f\u0085\u2028\u2029]"))
                .noneMatch(line -> line.startsWith(HostileInputs.FORGED));
        assertThat(output.toString()).doesNotContain("\u001b", "\u009b", "\0");
    }
}
