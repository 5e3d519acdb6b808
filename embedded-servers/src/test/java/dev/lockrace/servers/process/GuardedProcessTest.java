package dev.lockrace.servers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.lockrace.servers.host.NothingStaysBehindTest;
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
import org.junit.jupiter.api.Test;

/** What becomes of the program when the JVM is killed, {@link NothingStaysBehindTest} shows. */
class GuardedProcessTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final List<String> DEAF =
            List.of("/bin/sh", "-c", "trap '' INT TERM; echo deaf; while :; do sleep 0.05; done");

    private final Path folder = TestDirectories.unused("guarded");
    private final Path log = folder.resolveSibling(folder.getFileName() + ".log");

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectories(folder);
    }

    @AfterEach
    void deleteFolder() throws IOException {
        Directories.delete(folder);
        Files.deleteIfExists(log);
    }

    @Test
    void tells_the_code_of_a_program_that_ended_and_keeps_what_it_said() throws Exception {
        GuardedProcess process =
                GuardedProcess.start(folder, log, "KILL", List.of("/bin/sh", "-c", "echo out; echo err >&2; exit 3"));

        Awaitility.await().atMost(LIMIT).until(() -> !process.isRunning());

        assertThat(process.exitCode()).isEqualTo(3);
        assertThat(log).content().isEqualTo("out%nerr%n".formatted());
        process.leave();
    }

    @RepeatedTest(20)
    void ends_a_program_by_the_signal_also_one_that_has_just_started() throws Exception {
        GuardedProcess process = GuardedProcess.start(folder, log, "KILL", List.of("sleep", "60"));

        process.end("TERM", LIMIT);

        assertThat(process.isRunning()).isFalse();
        assertThat(process.exitCode()).isEqualTo(128 + 15);
        process.leave();
    }

    @RepeatedTest(10)
    void kills_a_program_that_heeds_no_signal() throws Exception {
        GuardedProcess process = startDeaf();

        process.end("TERM", Duration.ofMillis(300));

        assertThat(process.exitCode()).isEqualTo(128 + 9);
        process.leave();
    }

    @Test
    void the_guard_outlives_the_signals_of_a_terminal() throws Exception {
        GuardedProcess process = startDeaf();
        ProcessHandle guard =
                ProcessHandle.of(process.pid()).flatMap(ProcessHandle::parent).orElseThrow();

        for (String signal : List.of("INT", "TERM", "HUP")) {
            Commands.run(List.of("kill", "-s", signal, Long.toString(guard.pid())));
        }
        process.end("TERM", Duration.ofMillis(300));

        assertThat(guard.isAlive()).isTrue();
        process.leave();
        assertThat(guard.isAlive()).isFalse();
    }

    private GuardedProcess startDeaf() throws IOException {
        GuardedProcess process = GuardedProcess.start(folder, log, "KILL", DEAF);
        Awaitility.await().atMost(LIMIT).until(() -> Files.readString(log).contains("deaf"));
        return process;
    }

    @Test
    void the_folder_stays_when_the_guard_leaves() throws Exception {
        GuardedProcess process = GuardedProcess.folder(folder);

        assertThat(process.isRunning()).isFalse();
        process.leave();

        assertThat(folder).exists();
    }

    @Test
    void says_what_a_failing_command_said() {
        assertThatIOException()
                .isThrownBy(() -> Commands.run(List.of("/bin/sh", "-c", "echo no such luck >&2; exit 4")))
                .withMessage("'/bin/sh -c echo no such luck >&2; exit 4' ended with code 4: no such luck");
    }
}
