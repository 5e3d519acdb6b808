package dev.lockrace.lab.docker;

import static org.awaitility.Awaitility.await;

import dev.lockrace.lab.testbed.service.HttpResponse;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.RaceDefaults;
import dev.lockrace.race.verdict.Verdict;
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

/** The producer's HTTP interface, as a user sees it. */
final class Producer {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final JsonHttp http = new JsonHttp();
    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private final URI address;

    Producer(URI address) {
        this.address = address;
    }

    /** Calls {@code /hello} and returns the address of the run. */
    URI hello(RaceBackend backend) {
        return run(http.get(address.resolve("/hello?backend=" + backend.id())));
    }

    /** Starts a run of ten tasks with that hold and time to live, and returns its address. */
    URI start(RaceBackend backend, Duration hold, Duration timeToLive) {
        return start(RaceDefaults.TASKS, backend, hold, timeToLive);
    }

    /** Starts a run with that number of tasks, hold and time to live, and returns its address. */
    URI start(int tasks, RaceBackend backend, Duration hold, Duration timeToLive) {
        return run(http.get(address.resolve(
                "/hello?tasks=%d&backend=%s&hold=%s&timeToLive=%s".formatted(tasks, backend.id(), hold, timeToLive))));
    }

    private URI run(JsonNode started) {
        return address.resolve(started.required("links").required("self").asString());
    }

    /** Waits until a run has ended, and returns the verdict. */
    Verdict verdict(URI run, Duration timeout) {
        JsonNode ended = await().atMost(timeout)
                .until(
                        () -> http.get(run).required("verdict"),
                        verdict -> verdict.required("ended").asBoolean());
        return json.treeToValue(ended, Verdict.class);
    }

    /** Waits until a worker holds the run's lock, and returns the worker's name. */
    String holder(URI run, Duration timeout) {
        return await().atMost(timeout)
                .until(() -> holder(run), Optional::isPresent)
                .orElseThrow();
    }

    /** Waits until a message is listed as a dead letter. */
    JsonNode deadLetter(String message, Duration timeout) {
        return await().atMost(timeout)
                .until(() -> deadLetter(message), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<JsonNode> deadLetter(String message) {
        return deadLetters(message).stream().findFirst();
    }

    /** Returns the dead letters with that message. */
    List<JsonNode> deadLetters(String message) {
        return deadLetters().stream()
                .filter(letter -> letter.required("body").asString().equals(message))
                .toList();
    }

    /** Returns all dead letters. */
    List<JsonNode> deadLetters() {
        JsonNode listed = http.get(address.resolve("/dead-letters")).required("deadLetters");
        return StreamSupport.stream(listed.spliterator(), false).toList();
    }

    /** Waits until {@code /hello} is rejected with {@code Retry-After}, and returns its value. */
    String retryAfter(Duration timeout) {
        return Objects.requireNonNull(
                await().atMost(timeout).until(() -> response().retryAfter(), Objects::nonNull));
    }

    /** Returns whether {@code /hello} is accepted. */
    boolean acceptsTasks() throws IOException {
        return response().isOk();
    }

    private HttpResponse response() throws IOException {
        return HttpResponse.get(address.resolve("/hello?backend=database&hold=1ms"), "application/json", TIMEOUT);
    }

    private Optional<String> holder(URI run) {
        return attempts(run)
                .filter(attempt -> attempt.hasNonNull("acquiredAt") && !attempt.hasNonNull("releasedAt"))
                .map(attempt -> attempt.required("worker").asString())
                .findFirst();
    }

    /** Returns the outcomes of all attempts that have ended. */
    List<String> outcomes(URI run) {
        return attempts(run)
                .filter(attempt -> attempt.hasNonNull("outcome"))
                .map(attempt -> attempt.required("outcome").asString())
                .toList();
    }

    private Stream<JsonNode> attempts(URI run) {
        JsonNode attempts = http.get(run).required("events").required("attempts");
        return StreamSupport.stream(attempts.spliterator(), false);
    }
}
