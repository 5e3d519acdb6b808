package dev.lockrace.producer.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.producer.Http;
import dev.lockrace.producer.Http.Answer;
import dev.lockrace.producer.ProducerTest;
import dev.lockrace.testsupport.HostileInputs;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The producer answers any request without an internal error, and no request forges a log line. */
@ProducerTest
@ExtendWith(OutputCaptureExtension.class)
class HostileRequestTest {

    private static final int REQUESTS = 3_000;

    private static final List<String> FIELDS =
            List.of("tasks", "backend", "hold", "timeToLive", "lockName", "fencing", "color");

    private static final List<String> PATHS =
            List.of("/hello", "/runs", "/runs/", "/dead-letters", "/dead-letters/", "/", "/hello/", "/error");

    private final HostileInputs inputs = new HostileInputs(3);
    private final JsonMapper json = new JsonMapper();

    @Autowired
    private Http http;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void every_request_is_processed_or_rejected_with_a_reason(CapturedOutput output) {
        int count = HostileInputs.count(REQUESTS);
        int done = 0;
        for (int number = 0; number < count; number++) {
            Answer answer = ask();
            assertThat(answer.status())
                    .as("%d: %s", number, answer.response().uri())
                    .isLessThan(500);
            done += answer.status() < 300 ? 1 : 0;
        }
        assertThat(done).as("some of the requests are valid").isPositive();
        assertThat(http.get("/runs?limit=100").status()).isEqualTo(200);
        assertThat(output.toString().split("[\n\r\u000b\f\u0085\u2028\u2029]"))
                .noneMatch(line -> line.startsWith(HostileInputs.FORGED));
        assertThat(output.toString()).doesNotContain("\u001b", "\u009b", "\0");
        HostileInputs.tried(count, "requests over HTTP");
    }

    private Answer ask() {
        return switch (inputs.number(6)) {
            case 0 -> http.get("/hello?tasks=1&" + parameter());
            case 1 -> http.post("/runs", new String(inputs.mutated(body()), StandardCharsets.UTF_8));
            case 2 -> http.post("/runs", new String(body(), StandardCharsets.UTF_8));
            case 3 -> http.get(inputs.oneOf(PATHS) + encoded(inputs.text()));
            case 4 -> http.get(inputs.oneOf(PATHS) + "?" + parameter() + "&limit=" + encoded(inputs.text()));
            default ->
                http.send(
                        inputs.oneOf(List.of("POST", "DELETE", "PUT", "PATCH")),
                        "/dead-letters/" + encoded(inputs.text()) + inputs.oneOf(List.of("", "/retry")));
        };
    }

    private String parameter() {
        return inputs.oneOf(FIELDS.subList(1, FIELDS.size())) + "=" + encoded(inputs.text());
    }

    private byte[] body() {
        String field = inputs.oneOf(FIELDS);
        return json.writeValueAsBytes(Map.of("tasks", "1", field.equals("tasks") ? "hold" : field, inputs.text()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void a_lock_name_is_stored_unchanged() {
        int recorded = 0;
        for (int number = 0; number < 200; number++) {
            // Text without a UTF-8 form is rejected earlier.
            String name = new String(inputs.text().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            Answer answer = http.post("/runs", json.writeValueAsString(Map.of("tasks", 1, "lockName", name)));
            if (answer.status() == 201) {
                assertThat(jdbc.sql("select lock_name from run where id = :id::uuid")
                                .param("id", answer.json().path("runId").asString())
                                .query(String.class)
                                .single())
                        .isEqualTo(name);
                recorded++;
            } else {
                assertThat(answer.problem(400)).contains("lockName");
            }
        }
        assertThat(recorded).isPositive();
    }
}
