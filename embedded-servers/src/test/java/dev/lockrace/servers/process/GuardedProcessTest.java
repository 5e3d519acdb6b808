package dev.lockrace.servers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.lockrace.testsupport.TestDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The guard's clean-up after the JVM was killed is tested by {@code CleanUpAfterExitTest}. */
@Tag("process")
class GuardedProcessTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final List<String> IGNORES_SIGNALS =
            List.of("/bin/sh", "-c", "trap '' INT TERM; echo ignoring; while :; do sleep 0.05; done");

    private final Path directory = TestDirectories.unused("guarded");
    private final Path log = directory.resolveSibling(directory.getFileName() + ".log");

    @BeforeEach
    void makeDirectory() throws IOException {
        Files.createDirectories(directory);
    }

    @AfterEach
    void deleteDirectory() throws IOException {
        Directories.delete(directory);
        Files.deleteIfExists(log);
    }

    @Test
    void exit_code_and_output_of_the_program_are_kept() throws Exception {
        GuardedProcess process = GuardedProcess.start(
                directory, log, "KILL", List.of("/bin/sh", "-c", "echo out; echo err >&2; exit 3"));

        Awaitility.await().atMost(TIMEOUT).until(() -> !process.isRunning());

        assertThat(process.exitCode()).isEqualTo(3);
        assertThat(log).content().isEqualTo("out%nerr%n".formatted());
        process.dismiss();
    }

    @RepeatedTest(20)
    void a_program_that_has_just_started_exits_on_the_signal() throws Exception {
        GuardedProcess process = GuardedProcess.start(directory, log, "KILL", List.of("sleep", "60"));

        process.stop("TERM", TIMEOUT);

        assertThat(process.isRunning()).isFalse();
        assertThat(process.exitCode()).isEqualTo(128 + 15);
        process.dismiss();
    }

    @RepeatedTest(10)
    void a_program_that_ignores_signals_is_killed() throws Exception {
        GuardedProcess process = startProgramThatIgnoresSignals();

        process.stop("TERM", Duration.ofMillis(300));

        assertThat(process.exitCode()).isEqualTo(128 + 9);
        process.dismiss();
    }

    @Test
    void the_guard_ignores_the_signals_of_a_terminal() throws Exception {
        GuardedProcess process = startProgramThatIgnoresSignals();
        ProcessHandle guard =
                ProcessHandle.of(process.pid()).flatMap(ProcessHandle::parent).orElseThrow();

        for (String signal : List.of("INT", "TERM", "HUP")) {
            Commands.run(List.of("kill", "-s", signal, Long.toString(guard.pid())));
        }
        process.stop("TERM", Duration.ofMillis(300));

        assertThat(guard.isAlive()).isTrue();
        process.dismiss();
        assertThat(guard.isAlive()).isFalse();
    }

    private GuardedProcess startProgramThatIgnoresSignals() throws IOException {
        GuardedProcess process = GuardedProcess.start(directory, log, "KILL", IGNORES_SIGNALS);
        Awaitility.await().atMost(TIMEOUT).until(() -> Files.readString(log).contains("ignoring"));
        return process;
    }

    @Test
    void the_directory_remains_when_the_guard_is_dismissed() throws Exception {
        GuardedProcess process = GuardedProcess.forDirectory(directory);

        assertThat(process.isRunning()).isFalse();
        process.dismiss();

        assertThat(directory).exists();
    }

    @Test
    void a_failed_command_reports_its_exit_code_and_output() {
        assertThatIOException()
                .isThrownBy(() -> Commands.run(List.of("/bin/sh", "-c", "echo no such luck >&2; exit 4")))
                .withMessage("'/bin/sh -c echo no such luck >&2; exit 4' exited with code 4: no such luck");
    }
}
