package dev.lockrace.lab.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON over HTTP with a timeout for every call. A response without success is an error that contains the body. */
final class JsonHttp {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** HTTP 1.1, since RabbitMQ closes a connection that offers an upgrade with a body. */
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final JsonMapper json = new JsonMapper();
    private final String authorization;

    /** Creates a client without credentials. */
    JsonHttp() {
        this.authorization = "";
    }

    JsonHttp(String user, String password) {
        byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(credentials);
    }

    JsonNode get(URI address) {
        return send(HttpRequest.newBuilder(address).GET());
    }

    JsonNode post(URI address, Object body) {
        return send(HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.writeValueAsString(body))));
    }

    void put(URI address, Object body) {
        send(HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json.writeValueAsString(body))));
    }

    void delete(URI address) {
        send(HttpRequest.newBuilder(address).DELETE());
    }

    private JsonNode send(HttpRequest.Builder builder) {
        if (!authorization.isEmpty()) {
            builder.header("Authorization", authorization);
        }
        HttpRequest request =
                builder.header("Accept", "application/json").timeout(TIMEOUT).build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new AssertionError("%s %s returned %d: %s"
                        .formatted(request.method(), request.uri(), response.statusCode(), response.body()));
            }
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException("%s %s: %s".formatted(request.method(), request.uri(), e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted during the request to " + request.uri(), e);
        }
    }
}
