package dev.lockrace.lab.testbed.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceLogTest {

    @TempDir
    private Path directory;

    @Test
    void the_ending_omits_the_frames_of_stack_traces() throws IOException {
        Path file = directory.resolve("producer.log");
        Files.writeString(file, "line\n".repeat(20) + """
                        ERROR 7 --- Application run failed

                        java.lang.IllegalStateException: no bean
                        \tat dev.lockrace.Some.method(Some.java:1)
                        Caused by: java.net.ConnectException: Connection refused
                        \tat java.base/sun.nio.ch.Net.pollConnect(Native Method)
                        \t... 27 more
                        """);

        assertThat(new ServiceLog(file).ending())
                .startsWith("see %s, which ends with:%n  line%n".formatted(file))
                .endsWith("""
                          ERROR 7 --- Application run failed
                          java.lang.IllegalStateException: no bean
                          Caused by: java.net.ConnectException: Connection refused""".indent(2).stripTrailing());
    }

    @Test
    void a_missing_log_is_reported() {
        assertThat(new ServiceLog(directory.resolve("none.log")).ending()).contains("could not be read", "none.log");
    }
}
