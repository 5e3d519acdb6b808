package dev.lockrace.race.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.testsupport.HostileInputs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Any bytes are either a valid task or rejected with a message of one line. */
@Tag("slow")
class HostileTaskMessageTest {

    private static final int INPUTS = 60_000;

    private final TaskMessageCodec codec = new TaskMessageCodec();
    private final JsonMapper json = new JsonMapper();
    private final HostileInputs inputs = new HostileInputs(1);
    private final List<Supplier<byte[]>> kinds = List.of(
            () -> inputs.bytes(300),
            () -> inputs.text().getBytes(StandardCharsets.UTF_8),
            () -> inputs.mutated(valid()),
            () -> inputs.mutated(valid()),
            this::anyFields,
            this::nested,
            () -> inputs.mutated(new String(valid(), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16)));

    @Test
    void any_input_is_a_valid_task_or_rejected_with_one_line() {
        int count = HostileInputs.count(INPUTS);
        int read = 0;
        for (int number = 0; number < count; number++) {
            byte[] input = inputs.oneOf(kinds).get();
            try {
                assertIsTask(codec.read(input));
                read++;
            } catch (InvalidTaskException rejected) {
                assertThat(rejected.getMessage())
                        .as("input %d", number)
                        .hasSizeLessThan(1_010)
                        .doesNotContainPattern("[\\p{Cntrl}\u0080-\u009f\u2028\u2029]");
            }
        }
        assertThat(read).as("some of the inputs are tasks").isPositive().isLessThan(count);
        HostileInputs.tried(count, "task messages");
    }

    private void assertIsTask(TaskMessage task) {
        assertThat(codec.read(codec.write(task))).isEqualTo(task);
        assertThat(task.lockName().getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1, 1_024);
        assertThat(task.lockName() + task.title() + task.backend()).doesNotContain("\0");
        assertThat(task.title().codePointCount(0, task.title().length())).isBetween(1, 100);
        assertThat(codec.write(task)).hasSizeLessThanOrEqualTo(TaskMessageCodec.MAX_BYTES);
    }

    private byte[] valid() {
        return codec.write(new TaskMessage(
                1,
                UUID.randomUUID(),
                1 + inputs.number(10),
                "lock",
                "redis",
                Duration.ofMillis(inputs.number(1_000)),
                Duration.ofSeconds(1 + inputs.number(500)),
                false,
                "invoice"));
    }

    /** A valid task of which some fields are replaced by text, numbers and other types. */
    private byte[] anyFields() {
        Map<String, Object> fields =
                new TreeMap<>(json.readValue(valid(), new TypeReference<Map<String, Object>>() {}));
        for (String field : List.copyOf(fields.keySet())) {
            switch (inputs.number(6)) {
                case 0 -> fields.put(field, inputs.text());
                case 1 ->
                    fields.put(field, inputs.oneOf(List.of(-1, 0, 1e300, Long.MAX_VALUE, true, List.of(), Map.of())));
                case 2 -> fields.put(inputs.text(), "");
                default -> {}
            }
        }
        return json.writeValueAsBytes(fields);
    }

    private byte[] nested() {
        int depth = inputs.number(2_000);
        String open = inputs.oneOf(List.of("[", "{\"a\":", "[{\"version\":"));
        return open.repeat(depth).getBytes(StandardCharsets.UTF_8);
    }
}
