package dev.lockrace.race.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskMessageCodecTest {

    private static final String RUN = "0b1c2d3e-0000-4000-8000-000000000001";
    private static final String JSON = """
            {"version":1,"runId":"%s","taskNumber":3,"lockName":"run:1","backend":"memcached","hold":"PT3S",\
            "timeToLive":"PT15S","fencing":false,"title":"invoice 3"}""".formatted(RUN);

    private final TaskMessageCodec codec = new TaskMessageCodec();

    @Test
    void writes_json_and_reads_it_back() {
        TaskMessage task = task("run:1", "invoice 3");

        byte[] json = codec.write(task);

        assertThat(text(json)).isEqualTo(JSON);
        assertThat(codec.read(json)).isEqualTo(task);
    }

    @Test
    void keeps_every_character_of_names_and_titles() {
        TaskMessage task =
                task("\"\\ \n\t\u2028 ü 鍵 \ud83d\udd12", "\ud83d\udd12".repeat(TaskMessage.MAX_TITLE_LENGTH));

        assertThat(codec.read(codec.write(task))).isEqualTo(task);
    }

    @Test
    void allows_a_title_and_a_lock_name_of_maximum_length() {
        TaskMessage task =
                task("ü".repeat(TaskMessage.MAX_LOCK_NAME_BYTES / 2), "x".repeat(TaskMessage.MAX_TITLE_LENGTH));

        assertThat(codec.read(codec.write(task))).isEqualTo(task);
    }

    @ParameterizedTest
    @CsvSource({"PT15S, PT1S", "PT8M, PT0.001S", "PT8M, PT10M", "PT0S, PT0.001S"})
    void a_hold_may_exceed_the_time_to_live(String hold, String timeToLive) {
        TaskMessage task = codec.read(
                JSON.replace("PT15S", timeToLive).replace("PT3S", hold).getBytes(StandardCharsets.UTF_8));

        assertThat(task.hold()).isEqualTo(Duration.parse(hold));
        assertThat(task.timeToLive()).isEqualTo(Duration.parse(timeToLive));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "[]", "3", "\"text\"", "{", "hello", "{} {}", "\u0000", "[[[[", "{\"a\""})
    void rejects_anything_but_a_json_object(String text) {
        assertRejected(text);
    }

    @Test
    void rejects_a_message_over_the_maximum_size() {
        String maximal = JSON + " ".repeat(TaskMessageCodec.MAX_BYTES - JSON.length());

        assertThat(codec.read(maximal.getBytes(StandardCharsets.UTF_8)).taskNumber())
                .isEqualTo(3);
        assertThatExceptionOfType(InvalidTaskException.class)
                .isThrownBy(() -> codec.read((maximal + " ").getBytes(StandardCharsets.UTF_8)))
                .withMessage("A task message must have at most 65536 bytes, had 65537");
    }

    @Test
    void rejects_bytes_that_are_not_text() {
        assertThatExceptionOfType(InvalidTaskException.class)
                .isThrownBy(() -> codec.read(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, 2}));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    "version":1          | "version":"1"              | version    | 1
                    "version":1          | "version":1.5              | version    | 1.5
                    "version":1          | "version":null             | version    | null
                    "version":1          | "version":0                | version    | 0
                    "runId":"%s"         | "runId":"no uuid"          | runId      | no uuid
                    "runId":"%s"         | "runId":7                  | runId      | 7
                    "taskNumber":3       | "taskNumber":"3"           | taskNumber | 3
                    "taskNumber":3       | "taskNumber":3.0           | taskNumber | 3.0
                    "taskNumber":3       | "taskNumber":true          | taskNumber | true
                    "taskNumber":3       | "taskNumber":99999999999   | taskNumber | 99999999999
                    "taskNumber":3       | "taskNumber":0             | taskNumber | 0
                    "taskNumber":3       | "taskNumber":null          | taskNumber | null
                    "lockName":"run:1"   | "lockName":""              | lockName   | was:
                    "lockName":"run:1"   | "lockName":"a\\u0000b"     | lockName   | a b
                    "lockName":"run:1"   | "lockName":"a\\ud800b"     | lockName   | a�b
                    "lockName":"run:1"   | "lockName":["a"]           | lockName   | ["a"]
                    "lockName":"run:1"   | "lockName":null            | lockName   | null
                    "backend":"memcached"| "backend":""               | backend    | was:
                    "backend":"memcached"| "backend":"a\\u0000b"      | backend    | a b
                    "backend":"memcached"| "backend":{"a":1}          | backend    | {"a":1}
                    "hold":"PT3S"        | "hold":"3 s"               | hold       | 3 s
                    "hold":"PT3S"        | "hold":3                   | hold       | 3
                    "hold":"PT3S"        | "hold":""                  | hold       | hold
                    "hold":"PT3S"        | "hold":"-PT3S"             | hold       | PT-3S
                    "hold":"PT3S"        | "hold":"PT8M0.001S"        | hold       | PT8M0.001S
                    "timeToLive":"PT15S" | "timeToLive":"PT0S"        | timeToLive | PT0S
                    "timeToLive":"PT15S" | "timeToLive":"-PT1S"       | timeToLive | PT-1S
                    "timeToLive":"PT15S" | "timeToLive":"PT10M1S"     | timeToLive | PT10M1S
                    "timeToLive":"PT15S" | "timeToLive":"P900000000D" | timeToLive | PT21600000000H
                    "fencing":false      | "fencing":"false"          | fencing    | false
                    "fencing":false      | "fencing":0                | fencing    | 0
                    "fencing":false      | "fencing":null             | fencing    | null
                    "title":"invoice 3"  | "title":""                 | title      | 0 characters
                    "title":"invoice 3"  | "title":5                  | title      | 5
                    "title":"invoice 3"  | "title":"a\\u0000b"        | title      | a b
                    "title":"invoice 3"  | "title":"a\\udc00b"        | title      | a�b
                    "title":"invoice 3"  | "title":"a","title":"b"    | title      | title
                    "title":"invoice 3"  | "title":"a","color":"red"  | color      | color
                    """)
    void rejects_an_invalid_value_with_field_and_value(String valid, String invalid, String field, String value) {
        String json = JSON.replace(valid.formatted(RUN), invalid);
        assertThat(json).isNotEqualTo(JSON);

        assertThat(assertRejected(json)).contains(field, value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"version", "runId", "taskNumber", "lockName", "backend", "hold", "timeToLive", "fencing", "title"
            })
    void rejects_a_missing_field_by_name(String field) {
        String json = JSON.replaceFirst(",?\"" + field + "\":[^,}]+", "").replace("{,", "{");

        assertThat(assertRejected(json)).contains(field);
    }

    @Test
    void rejects_a_title_over_100_characters() {
        String title = "x".repeat(TaskMessage.MAX_TITLE_LENGTH + 1);

        assertThat(assertRejected(JSON.replace("invoice 3", title)))
                .isEqualTo("title must have 1 to 100 characters and no NUL, was: 101 characters: " + title);
    }

    @Test
    void rejects_a_lock_name_over_1024_bytes() {
        String name = "ü".repeat(513);

        assertThat(assertRejected(JSON.replace("run:1", name)))
                .startsWith("lockName must have 1 to 1024 bytes of valid UTF-8 without NUL, was:");
    }

    @Test
    void rejects_a_later_version_regardless_of_its_fields() {
        assertThat(assertRejected("{\"version\":2,\"tasks\":[1,2]}"))
                .isEqualTo("Unknown task message version 2. This worker reads versions up to 1: upgrade the workers");
        assertThat(assertRejected("{\"version\":3.5}")).startsWith("Unknown task message version 3.5");
    }

    @Test
    void an_error_message_is_one_line_of_bounded_length() {
        String json = JSON.replace("run:1", "a\\nERROR forged\\u2028".repeat(1_000));

        assertThat(assertRejected(json)).hasSizeLessThan(600).contains("lockName", "a ERROR forged");
    }

    private String assertRejected(String json) {
        InvalidTaskException rejection = assertThatExceptionOfType(InvalidTaskException.class)
                .isThrownBy(() -> codec.read(json.getBytes(StandardCharsets.UTF_8)))
                .actual();
        assertThat(rejection.getMessage()).doesNotContainPattern("[\\p{Cntrl}\\u2028\\u2029]");
        return rejection.getMessage();
    }

    private static TaskMessage task(String lockName, String title) {
        return new TaskMessage(
                TaskMessage.VERSION,
                UUID.fromString(RUN),
                3,
                lockName,
                "memcached",
                Duration.ofSeconds(3),
                Duration.ofSeconds(15),
                false,
                title);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
