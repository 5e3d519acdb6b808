package dev.lockrace.worker.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** A worker's management port, asked over HTTP. */
final class ManagementClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String port;

    ManagementClient(String port) {
        this.port = port;
    }

    boolean isReady() {
        return get("/actuator/health/readiness")
                .map(answer -> answer.statusCode() == 200)
                .orElse(false);
    }

    String readiness() {
        return get("/actuator/health/readiness").orElseThrow().body();
    }

    /** The value of a sample, by its name and labels as they stand in Prometheus' text. */
    double metric(String sample) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(sample + " "))
                .map(line -> Double.parseDouble(line.substring(sample.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no sample " + sample));
    }

    String metrics() {
        HttpResponse<String> answer = get("/actuator/prometheus").orElseThrow();
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    /** Nothing when the worker does not listen. */
    Optional<HttpResponse<String>> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(TIMEOUT)
                .build();
        try {
            return Optional.of(http.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }
}
