package dev.lockrace.race.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages of every version, kept as files that never change. During a rolling upgrade a worker receives messages of an
 * earlier producer. A change of {@link TaskMessage#VERSION} adds a file and must keep the earlier ones readable.
 */
class TaskMessageVersionsTest {

    private final TaskMessageCodec codec = new TaskMessageCodec();

    static IntStream versions() {
        return IntStream.rangeClosed(1, TaskMessage.VERSION);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void reads_messages_of_every_version(int version) throws IOException {
        TaskMessage task = codec.read(message(version));

        assertThat(task.version()).isEqualTo(version);
        assertThat(task.runId()).hasToString("0b1c2d3e-0000-4000-8000-000000000001");
        assertThat(task.taskNumber()).isEqualTo(3);
        assertThat(task.lockName()).isEqualTo("run:1");
        assertThat(task.backend()).isEqualTo("memcached");
        assertThat(task.hold()).hasSeconds(3);
        assertThat(task.timeToLive()).hasSeconds(15);
        assertThat(task.fencing()).isFalse();
        assertThat(task.title()).isEqualTo("invoice 3");
    }

    private static byte[] message(int version) throws IOException {
        String file = "task-message-v%d.json".formatted(version);
        try (InputStream in = TaskMessageVersionsTest.class.getResourceAsStream(file)) {
            assertThat(in).as("%s, a message of version %d", file, version).isNotNull();
            return in.readAllBytes();
        }
    }
}
