package dev.lockrace.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The libraries that the build copies for the command. */
class CommandClassPathIT {

    private static final Path LIBRARIES = Path.of("target", "lib");

    @Test
    void the_command_runs_without_test_frameworks_the_kit_and_spring() throws IOException {
        assertThat(libraries())
                .as("libraries in %s", LIBRARIES.toAbsolutePath())
                .anyMatch(library -> library.startsWith("picocli-"))
                .noneMatch(library -> library.matches(
                        "(junit|assertj|opentest4j|awaitility|mockito|hamcrest|testcontainers|archunit|spring).*"))
                .noneMatch(library ->
                        library.startsWith("lockrace-lock-conformance") || library.startsWith("lockrace-test-support"));
    }

    @Test
    void the_command_has_one_version_of_each_module() throws IOException {
        assertThat(libraries().stream()
                        .filter(library -> library.startsWith("lockrace-"))
                        .map(library -> library.replaceFirst("-\\d.*", "")))
                .containsExactlyInAnyOrder(
                        "lockrace-embedded-servers",
                        "lockrace-fault-injection",
                        "lockrace-lock-backends",
                        "lockrace-race-model");
    }

    private static List<String> libraries() throws IOException {
        try (Stream<Path> files = Files.list(LIBRARIES)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
