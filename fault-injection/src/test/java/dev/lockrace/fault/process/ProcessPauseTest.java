package dev.lockrace.fault.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockrace.fault.FaultException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
class ProcessPauseTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** A child of the process answers each line. */
    private static final String ECHO_IN_CHILD = "(while read -r line; do echo tick; done) <&3 & wait";

    private final Process ticking = start(ECHO_IN_CHILD);

    private static Process start(String script) {
        try {
            return new ProcessBuilder("/bin/sh", "-c", "exec 3<&0; " + script).start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void kill() {
        ticking.descendants().forEach(ProcessHandle::destroyForcibly);
        ticking.destroyForcibly();
    }

    @Test
    void paused_process_and_its_children_answer_only_after_the_pause() throws Exception {
        awaitTick();

        try (ProcessPause pause = ProcessPause.of(ticking.toHandle())) {
            ticking.outputWriter().append('\n').flush();
            Thread.sleep(200); // long enough for a running process to answer
            assertThat(ticking.inputReader().ready()).isFalse();
            pause.close();
            Awaitility.await().atMost(LIMIT).until(() -> ticking.inputReader().ready());
        }
    }

    @Test
    void process_is_resumed_when_the_jvm_that_paused_it_is_killed() throws Exception {
        awaitTick();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process pausing = new ProcessBuilder(
                        java.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PausingProcess.class.getName(),
                        String.valueOf(ticking.pid()))
                .start();
        try {
            assertThat(pausing.inputReader().readLine()).isEqualTo("paused");
            ticking.outputWriter().append('\n').flush();
            assertThat(ticking.inputReader().ready()).isFalse();

            pausing.destroyForcibly().waitFor();

            Awaitility.await().atMost(LIMIT).until(() -> ticking.inputReader().ready());
        } finally {
            pausing.destroyForcibly();
        }
    }

    @Test
    void exited_process_cannot_be_paused() throws Exception {
        Process exited = start("exit 0");
        exited.waitFor();

        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> ProcessPause.of(exited.toHandle()))
                .withMessageContaining("Cannot pause process " + exited.pid());
    }

    private void awaitTick() throws IOException {
        ticking.outputWriter().append('\n').flush();
        assertThat(ticking.inputReader().readLine()).isEqualTo("tick");
    }

    /** Pauses the process with the given id for up to 10 seconds. */
    static final class PausingProcess {

        private PausingProcess() {}

        public static void main(String[] arguments) throws InterruptedException {
            ProcessPause pause = ProcessPause.of(
                    ProcessHandle.of(Long.parseLong(arguments[0])).orElseThrow());
            System.out.println("paused");
            Thread.sleep(LIMIT.toMillis());
            pause.close();
        }
    }
}
