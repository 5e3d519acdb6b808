package dev.lockrace.lab.race;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.LabProcess;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command with embedded servers and the packaged services. */
class RaceIT {

    private static final Path HOME = Path.of(System.getProperty("lockrace.home"));
    private static final int LIMIT_SECONDS = 180;

    @TempDir
    private Path directory;

    private JsonNode race(int exitCode, String... options) throws IOException, InterruptedException {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "race";
        arguments[1] = "--json";
        System.arraycopy(options, 0, arguments, 2, options.length);
        try (LabProcess lab = LabProcess.start(HOME, directory, arguments)) {
            assertThat(lab.exitCode(LIMIT_SECONDS)).as(lab.err() + lab.out()).isEqualTo(exitCode);
            return new JsonMapper().readTree(lab.out());
        }
    }

    private static void assertRow(JsonNode row, String backend, int invoices, String verdict) {
        assertThat(row.path("backend").asString()).isEqualTo(backend);
        assertThat(row.path("tasks").asInt()).isEqualTo(10);
        assertThat(row.path("acquired").asInt()).isEqualTo(invoices);
        assertThat(row.path("contended").asInt()).isEqualTo(10 - invoices);
        assertThat(row.path("failed").asInt()).isZero();
        assertThat(row.path("invoices").asInt()).isEqualTo(invoices);
        assertThat(row.path("verdict").asString()).isEqualTo(verdict);
        assertThat(row.path("asDocumented").asBoolean()).isTrue();
    }

    @Test
    void a_shared_lock_results_in_one_invoice_and_the_local_lock_in_ten() throws Exception {
        JsonNode result = race(0, "--workers", "3", "--hold", "2s");

        assertThat(result.path("asDocumented").asBoolean()).isTrue();
        assertThat(result.path("servers").path("postgresql").asString()).startsWith("PostgreSQL 1");
        assertThat(result.path("servers").path("amqp").asString()).contains("AMQP 0-9-1");
        assertThat(result.path("servers").path("redis").asString()).startsWith("Redis 6.2.");
        JsonNode rows = result.path("rows");
        assertThat(rows.size()).isEqualTo(4);
        assertRow(rows.get(0), "local", 10, "broken: no lock across processes (as documented)");
        assertThat(rows.get(0).path("peakHolders").asInt()).isBetween(2, 3);
        assertRow(rows.get(1), "database", 1, "held");
        assertThat(rows.get(1).path("peakHolders").asInt()).isEqualTo(1);
        assertRow(rows.get(2), "memcached", 1, "held");
        assertThat(rows.get(2).path("peakHolders").asInt()).isEqualTo(1);
        assertRow(rows.get(3), "redis", 1, "held");
        assertThat(rows.get(3).path("peakHolders").asInt()).isEqualTo(1);
    }

    @Test
    void a_single_worker_is_inconclusive() throws Exception {
        JsonNode result = race(0, "--workers", "1", "--hold", "100ms", "--backend", "database");

        assertRow(result.path("rows").get(0), "database", 10, "inconclusive: a single worker has no contention");
    }
}
