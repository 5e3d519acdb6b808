package dev.lockrace.benchmarks.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFileTest {

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void chooseFileInMissingDirectory() {
        file = directory.resolve("results").resolve("locks.md");
    }

    @Test
    void a_result_replaces_only_its_own_section() throws IOException {
        ResultsFile results = new ResultsFile(file);
        results.write("locks", "first");
        results.write("names", "result of names");
        Files.writeString(file, "# Results\n\n" + Files.readString(file) + "\nExplanation.\n");

        results.write("locks", "second\n");

        assertThat(file).hasContent("""
                # Results

                <!-- measured: locks -->

                second

                <!-- end of locks -->

                <!-- measured: names -->

                result of names

                <!-- end of names -->

                Explanation.
                """);
    }

    @Test
    void a_section_without_an_end_is_rejected() throws IOException {
        Files.createDirectories(directory.resolve("results"));
        Files.writeString(file, "<!-- measured: locks -->\nsomething\n");

        assertThatThrownBy(() -> new ResultsFile(file).write("locks", "new"))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("without '<!-- end of locks -->': delete the former or add the latter");
        assertThat(file).hasContent("<!-- measured: locks -->\nsomething\n");
    }
}
