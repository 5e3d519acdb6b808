package dev.lockrace.producer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.producer.Http;
import dev.lockrace.producer.ProducerTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reports take bounded memory, however many callers request them and however slowly they read. */
@ProducerTest
class ReportLoaderTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Autowired
    private Http http;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Environment environment;

    @BeforeEach
    @AfterEach
    void clear() {
        assertThat(http.delete("/runs?force=true").status()).isEqualTo(204);
    }

    @Test
    void a_report_has_a_bounded_number_of_attempts_of_other_runs() {
        UUID run = start("shared");
        attempts(start("shared"), RunRepository.MAX_FROM_OTHER_RUNS + 500);
        attempts(run, 3);

        assertThat(http.get("/runs/" + run).json().at("/events/attempts"))
                .hasSize(RunRepository.MAX_FROM_OTHER_RUNS + 3);
    }

    @Test
    void a_slow_reader_of_a_large_report_blocks_other_large_reports_only() throws IOException {
        UUID large = start("large");
        attempts(large, ReportLoader.MAX_ATTEMPTS + 1);

        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(2_048);
            slow.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(),
                    environment.getRequiredProperty("local.server.port", Integer.class)));
            slow.getOutputStream()
                    .write("GET /runs/%s HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .formatted(large)
                            .getBytes(StandardCharsets.ISO_8859_1));
            slow.getInputStream().read();

            var rejected = http.get("/runs/" + large);
            assertThat(rejected.problem(503)).startsWith("Too many reports of large runs");
            assertThat(rejected.response().headers().firstValue("Retry-After")).hasValue("5");
            assertThat(http.get("/runs").status()).isEqualTo(200);
            assertThat(http.get("/hello?tasks=1").status()).isEqualTo(200);
        }
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(http.get("/runs/" + large).status()).isEqualTo(200));
    }

    private UUID start(String lockName) {
        String body = "{\"tasks\": 1, \"lockName\": \"%s\"}".formatted(lockName);
        return UUID.fromString(http.post("/runs", body).json().path("runId").asString());
    }

    private void attempts(UUID run, int count) {
        jdbc.sql("""
                insert into attempt (run_id, task_number, worker, requested_at, acquired_at, released_at)
                select :run, 1, 'worker', clock_timestamp(), clock_timestamp(), clock_timestamp() + interval '1 s'
                from generate_series(1, :count)
                """).param("run", run).param("count", count).update();
    }
}
