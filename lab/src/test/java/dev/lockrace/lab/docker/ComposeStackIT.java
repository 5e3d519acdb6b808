package dev.lockrace.lab.docker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.verdict.Verdict;
import dev.lockrace.race.verdict.Verdict.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The compose stack with ten workers and without Grafana, started as a user would: the metrics in Prometheus. */
@Tag("docker")
class ComposeStackIT {

    private static final int WORKERS = 10;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final List<String> IMAGES = List.of("rabbitmq", "postgres", "memcached", "redis", "prometheus");

    private static ComposeStack stack;
    private static Producer producer;
    private static Prometheus prometheus;

    @BeforeAll
    static void start() {
        ComposeFile file = ComposeFile.read();
        IMAGES.forEach(service -> Docker.requireImage(file.image(service)));
        stack = ComposeStack.start(WORKERS, "producer-service", "prometheus");
        producer = new Producer(stack.address("producer-service", 8080));
        prometheus = new Prometheus(stack.address("prometheus", 9090), new JsonHttp());
        // Prometheus has scraped all workers, with their counters at 0.
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(scraped()).isEqualTo(WORKERS));
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    private static long scraped() {
        return prometheus.query("invoices_created_total{backend=\"local\"}").size();
    }

    /** The sums of counters over all workers. */
    private record Sums(double acquired, double contended, double invoices) {

        static Sums of(RaceBackend backend) {
            return new Sums(
                    sum("lock_acquisitions_total{backend=\"%s\",outcome=\"acquired\"}", backend),
                    sum("lock_acquisitions_total{backend=\"%s\",outcome=\"contended\"}", backend),
                    sum("invoices_created_total{backend=\"%s\"}", backend));
        }

        private static double sum(String series, RaceBackend backend) {
            return prometheus.value("sum(" + series.formatted(backend.id()) + ")");
        }

        Sums minus(Sums earlier) {
            return new Sums(acquired - earlier.acquired, contended - earlier.contended, invoices - earlier.invoices);
        }
    }

    @ParameterizedTest
    @CsvSource({"LOCAL, 10", "DATABASE, 1", "MEMCACHED, 1", "REDIS, 1"})
    void a_race_has_the_documented_number_of_acquisitions_and_invoices(RaceBackend backend, int documented) {
        Sums before = Sums.of(backend);

        Verdict verdict = producer.verdict(producer.hello(backend), TIMEOUT);

        Counts counts = verdict.counts();
        assertThat(counts.acquired()).as(verdict.explanation()).isEqualTo(documented);
        assertThat(counts.invoices()).isEqualTo(documented);
        assertThat(counts.peakHolders()).isBetween(Math.min(2, documented), documented);
        awaitTwoScrapesOfAll();
        assertThat(Sums.of(backend).minus(before)).isEqualTo(new Sums(documented, 10 - documented, documented));
        assertThat(prometheus.value("max(run_peak_holders{backend=\"%s\"})".formatted(backend.id())))
                .isEqualTo(counts.peakHolders());
    }

    /** Waits for two scrapes of every target. The first may have begun before the last increment. */
    private static void awaitTwoScrapesOfAll() {
        for (int scrape = 1; scrape <= 2; scrape++) {
            double now = Instant.now().toEpochMilli() / 1_000.0;
            await().atMost(30, SECONDS).until(() -> prometheus.value("min(timestamp(up{job=~\".+-service\"}))") > now);
        }
    }

    @Test
    void every_query_of_the_dashboard_returns_data_after_one_run() {
        producer.verdict(producer.hello(RaceBackend.MEMCACHED), TIMEOUT);
        awaitTwoScrapesOfAll();

        List<Dashboard.Query> queries = Dashboard.queries();

        assertThat(queries).hasSizeGreaterThan(10);
        SoftAssertions.assertSoftly(
                softly -> queries.forEach(query -> softly.assertThat(query.seriesWithData(prometheus))
                        .as(query.toString())
                        .isPositive()));
    }

    @Test
    void the_alerts_are_loaded_and_every_series_that_they_use_exists() {
        AlertRules alerts = AlertRules.read();
        producer.verdict(producer.hello(RaceBackend.MEMCACHED), TIMEOUT);

        assertThat(alerts.series())
                .allSatisfy(series -> await().atMost(TIMEOUT)
                        .untilAsserted(
                                () -> assertThat(prometheus.query(series)).isNotEmpty()));
        assertThat(prometheus.rules())
                .hasSameSizeAs(alerts.alerts())
                .allSatisfy(rule -> assertThat(rule.required("health").asString())
                        .as(rule.toString())
                        .isEqualTo("ok"));
    }
}
