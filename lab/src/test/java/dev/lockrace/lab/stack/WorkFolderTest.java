package dev.lockrace.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {

    /** Above the greatest process id of any Linux. */
    private static final int NO_PROCESS = 1 << 30;

    @TempDir
    private Path project;

    @Test
    void keeps_the_folders_of_the_last_calls_and_of_those_that_still_run() throws IOException {
        Path all = Files.createDirectories(project.resolve("target/lockrace"));
        long alive = ProcessHandle.current().pid();
        Path running = Files.createDirectories(all.resolve("20200101-000000-" + alive));
        for (int i = 1; i <= 7; i++) {
            Path old = Files.createDirectories(all.resolve("20210101-00000%d-%d/logs".formatted(i, NO_PROCESS)));
            Files.writeString(old.resolve("worker-1.log"), "text");
        }
        Path unrelated = Files.createDirectories(all.resolve("notes"));

        WorkFolder.create(project);

        assertThat(running).exists();
        assertThat(unrelated).exists();
        try (Stream<Path> left = Files.list(all)) {
            assertThat(left.map(path -> path.getFileName().toString()).filter(name -> name.startsWith("2021")))
                    .containsExactlyInAnyOrder(
                            "20210101-000003-" + NO_PROCESS,
                            "20210101-000004-" + NO_PROCESS,
                            "20210101-000005-" + NO_PROCESS,
                            "20210101-000006-" + NO_PROCESS,
                            "20210101-000007-" + NO_PROCESS);
        }
    }

    @Test
    void a_folder_that_cannot_be_written_is_named() throws IOException {
        Files.writeString(project.resolve("target"), "a file in the way");
        assertThatThrownBy(() -> WorkFolder.create(project))
                .isInstanceOf(LabException.class)
                .hasMessageContaining(project.resolve("target").toString());
    }
}
