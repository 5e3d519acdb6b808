package dev.lockrace.lab.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final Progress progress = new Progress(new PrintStream(shown, true, StandardCharsets.UTF_8), true);

    @AfterEach
    void end() {
        progress.end();
    }

    private String shown() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_terminal_shows_the_awaited_part_and_the_elapsed_time_while_nothing_changes() {
        progress.begin("services", 4);
        progress.waitingFor("worker-2");

        await().atMost(30, SECONDS)
                .untilAsserted(() ->
                        assertThat(shown()).containsPattern("services .*0/4 \\(0:00:0[2-9]\\) waiting for worker-2"));
    }

    @Test
    void a_terminal_shows_how_many_parts_are_done_at_the_end() {
        progress.begin("servers", 1);
        progress.done("PostgreSQL 18.6");
        progress.end();

        assertThat(shown()).contains("1/1").contains("PostgreSQL 18.6");
    }

    @Test
    void a_log_contains_the_last_line_once() {
        Progress log = new Progress(new PrintStream(shown, true, StandardCharsets.UTF_8), false);
        log.begin("servers", 1);
        log.done("PostgreSQL 18.6");
        log.end();

        assertThat(shown().lines().filter(line -> line.contains("1/1"))).hasSize(1);
    }
}
