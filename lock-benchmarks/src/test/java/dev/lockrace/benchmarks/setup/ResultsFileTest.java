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
    private Path folder;

    private Path file;

    @BeforeEach
    void nameAFileInAFolderThatIsNotThereYet() {
        file = folder.resolve("results").resolve("locks.md");
    }

    @Test
    void a_result_replaces_its_own_section_and_leaves_the_rest() throws IOException {
        ResultsFile results = new ResultsFile(file);
        results.write("locks", "first");
        results.write("names", "of names");
        Files.writeString(file, "# Results\n\n" + Files.readString(file) + "\nWhy so.\n");

        results.write("locks", "second\n");

        assertThat(file).hasContent("""
                # Results

                <!-- measured: locks -->

                second

                <!-- end of locks -->

                <!-- measured: names -->

                of names

                <!-- end of names -->

                Why so.
                """);
    }

    @Test
    void a_section_without_an_end_is_not_guessed_at() throws IOException {
        Files.createDirectories(folder.resolve("results"));
        Files.writeString(file, "<!-- measured: locks -->\nsomething\n");

        assertThatThrownBy(() -> new ResultsFile(file).write("locks", "new"))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("without '<!-- end of locks -->': delete it or add that");
        assertThat(file).hasContent("<!-- measured: locks -->\nsomething\n");
    }
}
