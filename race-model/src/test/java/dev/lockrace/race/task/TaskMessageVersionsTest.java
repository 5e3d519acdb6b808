package dev.lockrace.race.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages as each version wrote them, kept as files that never change: while services are upgraded, a worker gets what
 * an earlier producer wrote. Whoever raises {@link TaskMessage#VERSION} adds a file, and keeps the earlier ones readable.
 */
class TaskMessageVersionsTest {

    private final TaskMessageCodec codec = new TaskMessageCodec();

    static IntStream versions() {
        return IntStream.rangeClosed(1, TaskMessage.VERSION);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void a_message_of_every_version_up_to_this_one_is_understood(int version) throws IOException {
        TaskMessage task = codec.read(kept(version));

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

    private static byte[] kept(int version) throws IOException {
        String file = "task-message-v%d.json".formatted(version);
        try (InputStream in = TaskMessageVersionsTest.class.getResourceAsStream(file)) {
            assertThat(in)
                    .as("%s, a message as version %d writes it", file, version)
                    .isNotNull();
            return in.readAllBytes();
        }
    }
}
