package dev.lockrace.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls a producer as any client does. */
public final class Http {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Environment environment;

    public Http(Environment environment) {
        this.environment = environment;
    }

    /** An HTTP response, with its body as text and as JSON. */
    public record Answer(int status, @Nullable String contentType, String body, HttpResponse<String> response) {

        public JsonNode json() {
            return new JsonMapper().readTree(body);
        }

        /** Asserts that the response is a problem and returns its detail. */
        public String problem(int expectedStatus) {
            assertThat(status).as(body).isEqualTo(expectedStatus);
            assertThat(contentType).isEqualTo("application/problem+json");
            assertThat(json().path("status").asInt()).isEqualTo(expectedStatus);
            return json().path("detail").asString();
        }
    }

    public Answer get(String path) {
        return send(request(path));
    }

    public Answer getAccepting(String accept, String path) {
        return send(request(path).header("Accept", accept));
    }

    public Answer post(String path, String body) {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    /** Sends a request with the given headers, names and values alternating. */
    public Answer send(String method, String path, String... headers) {
        HttpRequest.Builder request = request(path).method(method, BodyPublishers.noBody());
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** Gets a path of the management port. */
    public Answer manage(String path) {
        return send(HttpRequest.newBuilder(at("local.management.port", path)));
    }

    public String metrics() {
        Answer answer = send(HttpRequest.newBuilder(at("local.management.port", "/actuator/prometheus")));
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(at("local.server.port", path));
    }

    private URI at(String port, String path) {
        return URI.create("http://127.0.0.1:" + environment.getRequiredProperty(port) + path);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
            String contentType = response.headers().firstValue("Content-Type").orElse(null);
            return new Answer(response.statusCode(), contentType, response.body(), response);
        } catch (IOException e) {
            throw new AssertionError("No answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }
}
