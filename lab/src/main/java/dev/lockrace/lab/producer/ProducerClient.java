package dev.lockrace.lab.producer;

import dev.lockrace.lab.LabException;
import dev.lockrace.race.Evidence;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.Verdict;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Talks to the producer over HTTP, as any user would. Safe for use by many threads. */
public final class ProducerClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int LEAST_ERROR = 300;

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private final URI producer;

    public ProducerClient(URI producer) {
        this.producer = producer;
    }

    private record Started(UUID runId) {}

    /** What is known of a run. */
    public record Report(Verdict verdict, Evidence evidence) {}

    private record Judged(Verdict verdict) {}

    /** Calls {@code /hello}; blocks until the tasks are confirmed. */
    public UUID hello(RaceBackend backend, int tasks, Duration hold) {
        String query = "/hello?backend=%s&tasks=%d&hold=%s".formatted(backend.id(), tasks, hold);
        return send(get(query), Started.class).runId();
    }

    /** Starts a run of ten tasks; blocks until they are confirmed. */
    public UUID start(RaceBackend backend, Duration hold, Duration timeToLive, boolean fencing) {
        Map<String, Object> run = Map.of(
                "backend", backend.id(),
                "hold", hold.toString(),
                "timeToLive", timeToLive.toString(),
                "fencing", fencing);
        return send(post("/runs", json.writeValueAsString(run)), Started.class).runId();
    }

    /** Adds a task to a run; blocks until it is confirmed. */
    public void addTask(UUID run) {
        send(post("/runs/%s/tasks".formatted(run), "{}"), Started.class);
    }

    /** The verdict on a run as it stands. */
    public Verdict verdict(UUID run) {
        return send(get("/runs/" + run), Judged.class).verdict();
    }

    /** The verdict on a run as it stands, and the evidence. */
    public Report report(UUID run) {
        return send(get("/runs/" + run), Report.class);
    }

    private HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(producer.resolve(path));
    }

    private HttpRequest.Builder post(String path, String body) {
        return HttpRequest.newBuilder(producer.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private <T> T send(HttpRequest.Builder builder, Class<T> type) {
        HttpRequest request =
                builder.header("Accept", "application/json").timeout(TIMEOUT).build();
        String what = request.method() + " " + request.uri().getPath();
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() >= LEAST_ERROR) {
                throw new LabException("The producer answered %d to %s: %s"
                        .formatted(response.statusCode(), what, new String(response.body(), StandardCharsets.UTF_8)));
            }
            return json.readValue(response.body(), type);
        } catch (IOException e) {
            throw new LabException("The producer did not answer %s: %s".formatted(what, e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("Interrupted while asking the producer", e);
        }
    }
}
