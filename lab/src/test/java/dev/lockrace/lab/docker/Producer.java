package dev.lockrace.lab.docker;

import static org.awaitility.Awaitility.await;

import dev.lockrace.lab.HttpAnswer;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.Verdict;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The producer, as its user sees it. */
final class Producer {

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private final JsonHttp http = new JsonHttp();
    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private final URI address;

    Producer(URI address) {
        this.address = address;
    }

    /** Calls {@code /hello}, and returns the address of the run. */
    URI hello(RaceBackend backend) {
        return run(http.get(address.resolve("/hello?backend=" + backend.id())));
    }

    /** Starts a run with a hold and a time to live of its own, and returns its address. */
    URI start(RaceBackend backend, Duration hold, Duration timeToLive) {
        return run(http.get(
                address.resolve("/hello?backend=%s&hold=%s&timeToLive=%s".formatted(backend.id(), hold, timeToLive))));
    }

    private URI run(JsonNode started) {
        return address.resolve(started.required("links").required("self").asString());
    }

    /** Waits for the end of a run. */
    Verdict verdict(URI run, Duration limit) {
        JsonNode ended = await().atMost(limit)
                .until(
                        () -> http.get(run).required("verdict"),
                        verdict -> verdict.required("ended").asBoolean());
        return json.treeToValue(ended, Verdict.class);
    }

    /** Waits until somebody holds the run's lock, and returns the worker's name. */
    String holder(URI run, Duration limit) {
        return await().atMost(limit)
                .until(() -> holder(run), Optional::isPresent)
                .orElseThrow();
    }

    /** Waits until a message is listed as a dead task. */
    JsonNode dead(String message, Duration limit) {
        return await().atMost(limit)
                .until(() -> dead(message), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<JsonNode> dead(String message) {
        return deadLetters(message).stream().findFirst();
    }

    /** The dead tasks of that message which are listed now. */
    List<JsonNode> deadLetters(String message) {
        JsonNode listed = http.get(address.resolve("/dead-letters")).required("deadLetters");
        return StreamSupport.stream(listed.spliterator(), false)
                .filter(task -> task.required("body").asString().equals(message))
                .toList();
    }

    /** Waits until {@code /hello} is refused with when to come again, and returns that. */
    String retryAfter(Duration limit) {
        return Objects.requireNonNull(await().atMost(limit).until(() -> answer().retryAfter(), Objects::nonNull));
    }

    /** Whether {@code /hello} is served. */
    boolean takesTasks() throws IOException {
        return answer().isOk();
    }

    private HttpAnswer answer() throws IOException {
        return HttpAnswer.get(address.resolve("/hello?backend=database&hold=1ms"), "application/json", ANSWER_LIMIT);
    }

    private Optional<String> holder(URI run) {
        return attempts(run)
                .filter(attempt -> attempt.hasNonNull("acquiredAt") && !attempt.hasNonNull("releasedAt"))
                .map(attempt -> attempt.required("worker").asString())
                .findFirst();
    }

    private Stream<JsonNode> attempts(URI run) {
        JsonNode attempts = http.get(run).required("events").required("attempts");
        return StreamSupport.stream(attempts.spliterator(), false);
    }
}
