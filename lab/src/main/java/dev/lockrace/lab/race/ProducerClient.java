package dev.lockrace.lab.race;

import dev.lockrace.lab.LabException;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.Verdict;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Talks to the producer over HTTP, as any user would. */
final class ProducerClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private final URI producer;

    ProducerClient(URI producer) {
        this.producer = producer;
    }

    private record Started(UUID runId) {}

    private record Report(Verdict verdict) {}

    /** Calls {@code /hello}; blocks until the tasks are confirmed. */
    UUID hello(RaceBackend backend, int tasks, Duration hold) {
        String query = "/hello?backend=%s&tasks=%d&hold=%s".formatted(backend.id(), tasks, hold);
        return get(query, Started.class).runId();
    }

    /** The verdict on a run as it stands. */
    Verdict verdict(UUID run) {
        return get("/runs/" + run, Report.class).verdict();
    }

    private <T> T get(String path, Class<T> type) {
        HttpRequest request = HttpRequest.newBuilder(producer.resolve(path))
                .header("Accept", "application/json")
                .timeout(TIMEOUT)
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new LabException("The producer answered %d to GET %s: %s"
                        .formatted(response.statusCode(), path, new String(response.body(), StandardCharsets.UTF_8)));
            }
            return json.readValue(response.body(), type);
        } catch (IOException e) {
            throw new LabException("The producer did not answer GET %s: %s".formatted(path, e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("Interrupted while asking the producer", e);
        }
    }
}
