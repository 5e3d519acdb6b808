package dev.lockrace.lab.faults.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

class HtmlFileTest {

    @TempDir
    private Path folder;

    private static HtmlFile file(String name) {
        return new HtmlFile.Converter().convert(name);
    }

    @Test
    void a_file_that_can_be_written_is_taken_and_not_touched_before() throws IOException {
        Path old = Files.writeString(folder.resolve("old.html"), "old");
        Path made = folder.resolve("made.html");
        HtmlFile replaced = file(old.toString());
        file(made.toString());
        assertThat(old).hasContent("old");
        assertThat(made).doesNotExist();
        replaced.write("new");
        assertThat(old).hasContent("new");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/no/such/folder/page.html | must be in a folder that exists, was: /no/such/folder/page.html",
                "/proc | must be a file, was: /proc",
                "/proc/page.html | must be a file that can be written"
            })
    void what_can_not_be_written_is_refused_with_its_name(String name, String message) {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> file(name))
                .withMessageContaining(message)
                .withMessageEndingWith("was: " + name);
    }
}
