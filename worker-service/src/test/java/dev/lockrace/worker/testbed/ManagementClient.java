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

/** A client for a worker's management port. */
public final class ManagementClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String port;

    public ManagementClient(String port) {
        this.port = port;
    }

    public boolean isReady() {
        return get("/actuator/health/readiness")
                .map(response -> response.statusCode() == 200)
                .orElse(false);
    }

    public String readiness() {
        return get("/actuator/health/readiness").orElseThrow().body();
    }

    /** Returns the value of a sample, given its name and labels in Prometheus' text format. */
    public double metric(String sample) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(sample + " "))
                .map(line -> Double.parseDouble(line.substring(sample.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No sample " + sample));
    }

    public String metrics() {
        HttpResponse<String> response = get("/actuator/prometheus").orElseThrow();
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    /** Sends a GET request; returns empty if the worker does not listen. */
    public Optional<HttpResponse<String>> get(String path) {
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
