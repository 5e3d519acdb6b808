package dev.lockrace.lab.testbed.service;

import dev.lockrace.lab.cli.LabException;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.event.EventLog;
import dev.lockrace.race.verdict.Verdict;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A client of the producer's HTTP interface. Safe for use by many threads. */
public final class ProducerClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String JSON = "application/json";
    private static final int MIN_ERROR = 300;

    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private final URI producer;

    public ProducerClient(URI producer) {
        this.producer = producer;
    }

    private record StartedRun(UUID runId) {}

    /** The verdict on a run, and its recorded events. */
    public record Report(Verdict verdict, EventLog events) {}

    private record RunVerdict(Verdict verdict) {}

    /** Calls {@code /hello}. Blocks until the tasks are confirmed. */
    public UUID hello(RaceBackend backend, int tasks, Duration hold) {
        String query = "/hello?backend=%s&tasks=%d&hold=%s".formatted(backend.id(), tasks, hold);
        return get(query, StartedRun.class).runId();
    }

    /** Starts a run of ten tasks. Blocks until they are confirmed. */
    public UUID start(RaceBackend backend, Duration hold, Duration timeToLive, boolean fencing) {
        Map<String, Object> run = Map.of(
                "backend", backend.id(),
                "hold", hold.toString(),
                "timeToLive", timeToLive.toString(),
                "fencing", fencing);
        return post("/runs", run, StartedRun.class).runId();
    }

    /**
     * The response to a request for a run.
     *
     * @param runId null if the response names no run
     * @param confirmed the number of tasks that the broker confirmed, according to the response
     * @param retryAfter when to try again; null if the response does not say
     */
    public record Publication(
            int status,
            @Nullable UUID runId,
            int confirmed,
            @Nullable String retryAfter) {}

    private record PublicationBody(
            @Nullable UUID runId,
            @Nullable Integer tasks,
            @Nullable Integer confirmed) {}

    /**
     * Requests a run and blocks for the response, which may be that the service is unavailable (503).
     *
     * @param run the body of {@code POST /runs}
     * @throws IOException if there is no response
     * @throws LabException if the response is another error
     */
    public Publication publish(Map<String, ?> run) throws IOException {
        return publication(
                "POST /runs", HttpResponse.post(producer.resolve("/runs"), json.writeValueAsString(run), TIMEOUT));
    }

    /** Requests a run of ten tasks by {@code /hello}, with the errors of {@link #publish}. */
    public Publication tryHello(RaceBackend backend, Duration hold) throws IOException {
        String query = "/hello?backend=%s&hold=%s".formatted(backend.id(), hold);
        return publication("GET " + query, HttpResponse.get(producer.resolve(query), JSON, TIMEOUT));
    }

    private Publication publication(String request, HttpResponse response) {
        if (response.status() == HttpURLConnection.HTTP_UNAVAILABLE) {
            PublicationBody body = json.readValue(response.body(), PublicationBody.class);
            return new Publication(response.status(), body.runId(), orZero(body.confirmed()), response.retryAfter());
        }
        PublicationBody body = read(request, response, PublicationBody.class);
        return new Publication(response.status(), body.runId(), orZero(body.tasks()), response.retryAfter());
    }

    private static int orZero(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    /** Adds a task to a run. Blocks until the task is confirmed. */
    public void addTask(UUID run) {
        post("/runs/%s/tasks".formatted(run), Map.of(), StartedRun.class);
    }

    /** Returns the current verdict on a run. */
    public Verdict verdict(UUID run) {
        return get("/runs/" + run, RunVerdict.class).verdict();
    }

    /** Returns the current verdict on a run, and its events. */
    public Report report(UUID run) {
        return get("/runs/" + run, Report.class);
    }

    private <T> T get(String path, Class<T> type) {
        try {
            return read("GET " + path, HttpResponse.get(producer.resolve(path), JSON, TIMEOUT), type);
        } catch (IOException e) {
            throw new LabException("The producer did not answer GET %s: %s".formatted(path, e), e);
        }
    }

    private <T> T post(String path, Map<String, ?> body, Class<T> type) {
        try {
            String text = json.writeValueAsString(body);
            return read("POST " + path, HttpResponse.post(producer.resolve(path), text, TIMEOUT), type);
        } catch (IOException e) {
            throw new LabException("The producer did not answer POST %s: %s".formatted(path, e), e);
        }
    }

    private <T> T read(String request, HttpResponse response, Class<T> type) {
        if (response.status() >= MIN_ERROR) {
            throw new LabException(
                    "The producer answered %d to %s: %s".formatted(response.status(), request, response.body()));
        }
        return json.readValue(response.body(), type);
    }
}
