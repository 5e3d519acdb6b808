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
    private Path directory;

    private static HtmlFile file(String name) {
        return new HtmlFile.Converter().convert(name);
    }

    @Test
    void a_writable_file_is_accepted_and_not_changed_before_it_is_written() throws IOException {
        Path old = Files.writeString(directory.resolve("old.html"), "old");
        Path made = directory.resolve("made.html");
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
                "/no/such/directory/page.html | must be in an existing directory, was: /no/such/directory/page.html",
                "/proc | must be a file, was: /proc",
                "/proc/page.html | must be a writable file"
            })
    void a_file_that_cannot_be_written_is_rejected_with_its_name(String name, String message) {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> file(name))
                .withMessageContaining(message)
                .withMessageEndingWith("was: " + name);
    }
}
