package dev.lockrace.lab.testbed;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.lab.cli.Progress;
import dev.lockrace.lab.cli.WorkDirectory;
import dev.lockrace.lab.testbed.server.SharedProcessServers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A worker that is killed during its hold. The run still ends with one invoice, soon after the time to live. */
class KilledWorkerIT {

    private static final Path HOME = Path.of(System.getProperty("lockrace.home"));
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(6);

    /** The time for rounding to memcached's seconds, a request's timeout, polling, and a busy machine. */
    private static final Duration MARGIN = Duration.ofSeconds(20);

    private static Testbed testbed;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        Progress progress = new Progress(System.err, false);
        WorkDirectory work = WorkDirectory.create(HOME);
        testbed = Testbed.start(SharedProcessServers.start(work, progress), work, TestbedSettings.direct(4), progress);
    }

    @AfterAll
    static void stop() {
        testbed.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"database", "memcached", "redis"})
    void the_run_ends_with_one_invoice(String backend) throws Exception {
        JsonNode started = send(HttpRequest.newBuilder(testbed.producer().http().resolve("/runs"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"backend\":\"%s\",\"hold\":\"4s\",\"timeToLive\":\"%s\"}".formatted(backend, TIME_TO_LIVE)))
                .build());
        URI run = testbed.producer()
                .http()
                .resolve("/runs/" + started.path("runId").asString());
        String holder = await().atMost(30, SECONDS)
                .until(() -> holder(report(run)), Optional::isPresent)
                .orElseThrow();

        process(holder).destroyForcibly();
        Instant killed = Instant.now();

        JsonNode ended = await().atMost(TIME_TO_LIVE.plus(MARGIN).plusSeconds(4))
                .until(
                        () -> report(run),
                        report -> report.path("verdict").path("ended").asBoolean());
        assertThat(Duration.between(killed, Instant.now())).isGreaterThan(Duration.ofSeconds(1));
        assertThat(ended.path("events").path("invoices").size()).isEqualTo(1);
        assertThat(ended.path("events").path("invoices").get(0).path("worker").asString())
                .isNotEqualTo(holder);
        assertThat(ended.path("verdict").path("kind").asString()).isEqualTo("held");
        assertThat(ended.path("verdict").path("counts").path("peakHolders").asInt())
                .isEqualTo(1);
    }

    /** The holder, once the other nine tasks are contended: a task that starts after the release acquires the lock too. */
    private static Optional<String> holder(JsonNode report) {
        if (report.path("verdict").path("counts").path("contended").asInt() < 9) {
            return Optional.empty();
        }
        return StreamSupport.stream(report.path("events").path("attempts").spliterator(), false)
                .filter(attempt -> attempt.hasNonNull("acquiredAt") && !attempt.hasNonNull("releasedAt"))
                .map(attempt -> attempt.path("worker").asString())
                .findFirst();
    }

    private static ProcessHandle process(String worker) {
        return testbed.workers().worker(worker).process().process();
    }

    private JsonNode report(URI run) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(run).build());
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        var response = http.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isIn(200, 201);
        return new JsonMapper().readTree(response.body());
    }
}
