package dev.lockrace.lab.docker;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Prometheus' HTTP interface. */
record Prometheus(URI address, JsonHttp http) {

    /** Returns the series of an instant query. */
    List<JsonNode> query(String expression) {
        return result("/api/v1/query?query=" + encoded(expression));
    }

    /** Returns the series of a range query. */
    List<JsonNode> query(String expression, Duration range, Duration step) {
        long now = Instant.now().getEpochSecond();
        return result("/api/v1/query_range?query=%s&start=%d&end=%d&step=%d"
                .formatted(encoded(expression), now - range.toSeconds(), now, step.toSeconds()));
    }

    /** Returns the value of a query with one series. */
    double value(String expression) {
        List<JsonNode> series = query(expression);
        if (series.size() != 1) {
            throw new AssertionError("%s has %d series instead of one".formatted(expression, series.size()));
        }
        return Double.parseDouble(series.get(0).required("value").required(1).asString());
    }

    /** Returns the loaded rules, each with its health. */
    List<JsonNode> rules() {
        JsonNode groups =
                http.get(address.resolve("/api/v1/rules")).required("data").required("groups");
        return StreamSupport.stream(groups.spliterator(), false)
                .flatMap(group -> StreamSupport.stream(group.required("rules").spliterator(), false))
                .toList();
    }

    private List<JsonNode> result(String path) {
        JsonNode result = http.get(address.resolve(path)).required("data").required("result");
        return StreamSupport.stream(result.spliterator(), false).toList();
    }

    private static String encoded(String expression) {
        return URLEncoder.encode(expression, StandardCharsets.UTF_8);
    }
}
