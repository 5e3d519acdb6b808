package dev.lockrace.lab.progress;

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
    void shows_what_is_waited_for_and_how_long_already_though_nothing_moves() {
        progress.begin("services", 4);
        progress.waitingFor("worker-2");

        await().atMost(30, SECONDS)
                .untilAsserted(() ->
                        assertThat(shown()).containsPattern("services .*0/4 \\(0:00:0[2-9]\\) waiting for worker-2"));
    }

    @Test
    void shows_how_many_parts_are_done_when_it_ends() {
        progress.begin("servers", 1);
        progress.done("PostgreSQL 18.6");
        progress.end();

        assertThat(shown()).contains("1/1").contains("PostgreSQL 18.6");
    }
}
