package dev.lockrace.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.race.AttemptOutcome;
import dev.lockrace.race.InvalidTaskException;
import dev.lockrace.race.RaceQueues;
import dev.lockrace.race.TaskMessage;
import dev.lockrace.race.TaskMessageCodec;
import dev.lockrace.servers.HostileInputs;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageBuilderSupport;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Whatever comes through the broker, each message ends, nothing takes it for a command, and no log line is forged. */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class HostileTaskTest {

    private static final int MESSAGES = 2_000;
    private static final int NAMES = 400;
    private static final long RECEIVE_MILLIS = 60_000;

    private static final List<String> CONTENT_TYPES = List.of(
            "application/json",
            "application/json;charset=utf-16",
            "application/x-java-serialized-object",
            "application/x-java-serialized-object",
            "text/plain",
            "application/xml");

    private final HostileInputs inputs = new HostileInputs(2);
    private final TaskMessageCodec codec = new TaskMessageCodec();
    private final Bench bench = Bench.shared();
    private final TestWorker worker = TestWorker.start(bench);

    @AfterAll
    void stop() {
        worker.close();
    }

    @Test
    void what_is_no_task_ends_in_the_dead_queue_and_the_next_task_is_done(CapturedOutput output) {
        int count = HostileInputs.count(MESSAGES);
        for (int number = 0; number < count; number++) {
            bench.rabbit().send(RaceQueues.TASKS, anything());
        }
        TestRun run = TestRun.begin(bench, "database");
        run.send(1);

        for (int number = 0; number < count; number++) {
            Message dead = Objects.requireNonNull(bench.rabbit().receive(RaceQueues.DEAD_TASKS, RECEIVE_MILLIS));
            assertThat(dead.getMessageProperties().<String>getHeader(RaceQueues.REASON_HEADER))
                    .doesNotContainPattern("[\\p{Cntrl}\u0080-\u009f\u2028\u2029]")
                    .isNotEmpty();
        }
        run.awaitEnd(1, AttemptOutcome.INVOICED);
        assertThat(bench.queued(RaceQueues.DEAD_TASKS)).isZero();
        assertNothingForged(output);
    }

    /** Of a run that is not on record: what can be read of them is given up as well. */
    private Message anything() {
        TaskMessage task = task(UUID.randomUUID(), 1, "lock", "redis", "title");
        byte[] body = switch (inputs.number(4)) {
            case 0 -> inputs.bytes(300);
            case 1 -> serialized();
            case 2 -> inputs.mutated(codec.write(task));
            default -> codec.write(task);
        };
        MessageBuilderSupport<Message> message =
                MessageBuilder.withBody(body).setContentType(inputs.oneOf(CONTENT_TYPES));
        if (inputs.number(3) == 0) {
            message.setHeader("__TypeId__", inputs.oneOf(List.of("java.util.HashMap", "x", inputs.text())));
        }
        return message.build();
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

    @Test
    void a_java_object_and_a_type_header_are_refused_by_what_they_say_they_are() {
        byte[] body = codec.write(task(UUID.randomUUID(), 1, "lock", "redis", "title"));

        assertThat(reasonOf(MessageBuilder.withBody(body).setContentType("application/x-java-serialized-object")))
                .isEqualTo("A task message must be of content type application/json, was:"
                        + " application/x-java-serialized-object");
        assertThat(reasonOf(MessageBuilder.withBody(body)
                        .setContentType("application/json")
                        .setHeader("__TypeId__", "java.util.HashMap")))
                .isEqualTo("A task message names no Java type, but has the header __TypeId__: java.util.HashMap");
    }

    private String reasonOf(MessageBuilderSupport<Message> message) {
        bench.rabbit().send(RaceQueues.TASKS, message.build());
        Message dead = Objects.requireNonNull(bench.rabbit().receive(RaceQueues.DEAD_TASKS, RECEIVE_MILLIS));
        return Objects.requireNonNull(dead.getMessageProperties().getHeader(RaceQueues.REASON_HEADER));
    }

    @Test
    void any_lock_name_and_title_is_locked_and_written_as_it_is_on_every_backend(CapturedOutput output) {
        Set<String> metrics = metricNames();
        TestRun run = TestRun.begin(bench, "database");
        List<TaskMessage> tasks = IntStream.rangeClosed(1, HostileInputs.count(NAMES))
                .mapToObj(number -> hostileTask(run, number))
                .toList();

        tasks.forEach(task -> bench.send(codec.write(task)));

        await().atMost(Duration.ofMinutes(3)).until(() -> run.invoiced().size() == tasks.size());
        for (TaskMessage task : tasks) {
            Map<String, Object> invoice = bench.jdbc()
                    .sql("select lock_name, title, backend from invoice where run_id = :run and task_number = :task")
                    .param("run", run.id())
                    .param("task", task.taskNumber())
                    .query()
                    .singleRow();
            assertThat(invoice)
                    .containsEntry("lock_name", task.lockName())
                    .containsEntry("title", task.title())
                    .containsEntry("backend", task.backend());
        }
        assertThat(metricNames()).isEqualTo(metrics);
        assertThat(bench.queued(RaceQueues.DEAD_TASKS)).isZero();
        assertNothingForged(output);
    }

    private TaskMessage hostileTask(TestRun run, int number) {
        String backend = inputs.oneOf(List.of("local", "database", "memcached", "redis"));
        while (true) {
            try {
                return task(run.id(), number, inputs.text(), backend, inputs.text());
            } catch (InvalidTaskException tryAnother) {
                // Empty, too long, or no text.
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
