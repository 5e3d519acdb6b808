package dev.lockrace.lab.producer;

import dev.lockrace.lab.HttpAnswer;
import dev.lockrace.lab.LabException;
import dev.lockrace.race.EventLog;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.Verdict;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Talks to the producer over HTTP, as any user would. Safe for use by many threads. */
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

    private record Started(UUID runId) {}

    /** What is known of a run. */
    public record Report(Verdict verdict, EventLog events) {}

    private record Judged(Verdict verdict) {}

    /** Calls {@code /hello}; blocks until the tasks are confirmed. */
    public UUID hello(RaceBackend backend, int tasks, Duration hold) {
        String query = "/hello?backend=%s&tasks=%d&hold=%s".formatted(backend.id(), tasks, hold);
        return get(query, Started.class).runId();
    }

    /** Starts a run of ten tasks; blocks until they are confirmed. */
    public UUID start(RaceBackend backend, Duration hold, Duration timeToLive, boolean fencing) {
        Map<String, Object> run = Map.of(
                "backend", backend.id(),
                "hold", hold.toString(),
                "timeToLive", timeToLive.toString(),
                "fencing", fencing);
        return post("/runs", run, Started.class).runId();
    }

    /**
     * What came of a request for a run.
     *
     * @param runId null where the answer names none
     * @param confirmed how many of its tasks the broker confirmed, as far as the answer says
     * @param retryAfter when to ask again; null where the answer does not say it
     */
    public record Publication(
            int status,
            @Nullable UUID runId,
            int confirmed,
            @Nullable String retryAfter) {}

    private record Answered(
            @Nullable UUID runId,
            @Nullable Integer tasks,
            @Nullable Integer confirmed) {}

    /**
     * Asks for a run, and blocks for the answer, which may be that the service is unavailable (503).
     *
     * @param run as {@code POST /runs} takes it
     * @throws IOException if there is no answer
     * @throws LabException if the answer is another error
     */
    public Publication publish(Map<String, ?> run) throws IOException {
        return publication(
                "POST /runs", HttpAnswer.post(producer.resolve("/runs"), json.writeValueAsString(run), TIMEOUT));
    }

    /** As {@link #publish}, by {@code /hello}: ten tasks. */
    public Publication tryHello(RaceBackend backend, Duration hold) throws IOException {
        String query = "/hello?backend=%s&hold=%s".formatted(backend.id(), hold);
        return publication("GET " + query, HttpAnswer.get(producer.resolve(query), JSON, TIMEOUT));
    }

    private Publication publication(String request, HttpAnswer answer) {
        if (answer.status() == HttpURLConnection.HTTP_UNAVAILABLE) {
            Answered refused = json.readValue(answer.body(), Answered.class);
            return new Publication(answer.status(), refused.runId(), orNone(refused.confirmed()), answer.retryAfter());
        }
        Answered started = read(request, answer, Answered.class);
        return new Publication(answer.status(), started.runId(), orNone(started.tasks()), answer.retryAfter());
    }

    private static int orNone(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    /** Adds a task to a run; blocks until it is confirmed. */
    public void addTask(UUID run) {
        post("/runs/%s/tasks".formatted(run), Map.of(), Started.class);
    }

    /** The verdict on a run as it stands. */
    public Verdict verdict(UUID run) {
        return get("/runs/" + run, Judged.class).verdict();
    }

    /** The verdict on a run as it stands, and the events. */
    public Report report(UUID run) {
        return get("/runs/" + run, Report.class);
    }

    private <T> T get(String path, Class<T> type) {
        try {
            return read("GET " + path, HttpAnswer.get(producer.resolve(path), JSON, TIMEOUT), type);
        } catch (IOException e) {
            throw new LabException("The producer did not answer GET %s: %s".formatted(path, e), e);
        }
    }

    private <T> T post(String path, Map<String, ?> body, Class<T> type) {
        try {
            String text = json.writeValueAsString(body);
            return read("POST " + path, HttpAnswer.post(producer.resolve(path), text, TIMEOUT), type);
        } catch (IOException e) {
            throw new LabException("The producer did not answer POST %s: %s".formatted(path, e), e);
        }
    }

    private <T> T read(String request, HttpAnswer answer, Class<T> type) {
        if (answer.status() >= MIN_ERROR) {
            throw new LabException(
                    "The producer answered %d to %s: %s".formatted(answer.status(), request, answer.body()));
        }
        return json.readValue(answer.body(), type);
    }
}
