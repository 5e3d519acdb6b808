package dev.lockrace.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkDirectoryTest {

    /** Above the maximum process id of Linux. */
    private static final int NO_PROCESS = 1 << 30;

    @TempDir
    private Path project;

    @Test
    void keeps_the_directories_of_the_last_five_and_of_running_invocations() throws IOException {
        Path all = Files.createDirectories(project.resolve("target/lockrace"));
        long alive = ProcessHandle.current().pid();
        Path running = Files.createDirectories(all.resolve("20200101-000000-" + alive));
        for (int i = 1; i <= 7; i++) {
            Path old = Files.createDirectories(all.resolve("20210101-00000%d-%d/logs".formatted(i, NO_PROCESS)));
            Files.writeString(old.resolve("worker-1.log"), "text");
        }
        Path unrelated = Files.createDirectories(all.resolve("notes"));

        WorkDirectory.create(project);

        assertThat(running).exists();
        assertThat(unrelated).exists();
        try (Stream<Path> kept = Files.list(all)) {
            assertThat(kept.map(path -> path.getFileName().toString()).filter(name -> name.startsWith("2021")))
                    .containsExactlyInAnyOrder(
                            "20210101-000003-" + NO_PROCESS,
                            "20210101-000004-" + NO_PROCESS,
                            "20210101-000005-" + NO_PROCESS,
                            "20210101-000006-" + NO_PROCESS,
                            "20210101-000007-" + NO_PROCESS);
        }
    }

    @Test
    void a_directory_that_cannot_be_written_is_named() throws IOException {
        Files.writeString(project.resolve("target"), "a file in the way");
        assertThatThrownBy(() -> WorkDirectory.create(project))
                .isInstanceOf(LabException.class)
                .hasMessageContaining(project.resolve("target").toString());
    }
}
