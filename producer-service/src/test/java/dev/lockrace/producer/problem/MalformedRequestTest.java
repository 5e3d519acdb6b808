package dev.lockrace.producer.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.producer.Http;
import dev.lockrace.producer.ProducerTest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** Requests that no HTTP client library would send are rejected as the caller's error and change nothing. */
@ProducerTest
class MalformedRequestTest {

    private static final int MAX_MILLIS = 20_000;

    @Autowired
    private Http http;

    @Autowired
    private Environment environment;

    @BeforeEach
    void clear() {
        assertThat(http.delete("/runs?force=true").status()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/hello?%zz=1",
                "/hello?tasks=%",
                "/hello?tasks=%ff",
                "/hello?lockName=%ed%a0%80",
                "/runs?limit=%c3",
                "/dead-letters?before=%zz"
            })
    void a_parameter_that_is_not_text_is_rejected(String target) throws IOException {
        assertThat(ask("GET", target, "", ""))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "Cannot read the request parameters");
        assertThat(http.get("/runs").json()).isEmpty();
    }

    @Test
    void a_parameter_that_is_not_text_is_rejected_on_the_management_port() throws IOException {
        assertThat(askAt("local.management.port", "GET", "/actuator/prometheus?includedNames=%ff", "", ""))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void too_many_parameters_are_rejected() throws IOException {
        assertThat(ask("GET", "/hello?" + "a=1&".repeat(1_500), "", ""))
                .startsWith("HTTP/1.1 4")
                .contains("Cannot read the request parameters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"backend.x=local", "tasks.y=1", "backend[x]=local", "lockName.bytes=a"})
    void a_parameter_that_names_a_nested_property_is_rejected(String query) throws IOException {
        assertThat(ask("GET", "/hello?" + query, "", "")).startsWith("HTTP/1.1 400");
        assertThat(http.get("/runs").json()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, multipart/mixed, a, 400",
        "GET, multipart/form-data, a, 400",
        "GET, application/x-www-form-urlencoded, %zz, 400",
        "POST, multipart/mixed, a, 405",
        "PUT, multipart/mixed; boundary=b, a, 405",
        "DELETE, application/x-www-form-urlencoded, %zz=1, 405",
        "PATCH, application/x-www-form-urlencoded, %zz=1, 405"
    })
    void a_body_declared_as_a_form_is_not_parsed_as_one(String method, String type, String body, int status)
            throws IOException {
        assertThat(ask(method, "/hello?tasks=x", "Content-Type: " + type + "\r\n", body))
                .startsWith("HTTP/1.1 " + status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "text/plain", ";;;"})
    void a_body_that_is_not_json_is_rejected(String type) throws IOException {
        assertThat(ask("POST", "/runs", "Content-Type: " + type + "\r\n", "%zz=1"))
                .containsPattern("^HTTP/1.1 4(00|15)");
        assertThat(http.get("/runs").json()).isEmpty();
    }

    @Test
    void a_body_that_is_too_long_is_rejected() {
        String name = "x".repeat(3_000_000);

        assertThat(http.post("/runs", "{\"lockName\": \"" + name + "\"}").problem(400))
                .contains("maximum");
        assertThat(http.get("/runs").json()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "image/png", ";;;"})
    void a_caller_that_does_not_accept_json_changes_nothing(String accept) {
        assertThat(http.send("POST", "/runs", "Accept", accept).status()).isEqualTo(406);
        assertThat(http.send("POST", "/dead-letters/retry", "Accept", accept).status())
                .isEqualTo(406);
        assertThat(http.get("/runs").json()).isEmpty();
    }

    private String ask(String method, String target, String headers, String body) throws IOException {
        return askAt("local.server.port", method, target, headers, body);
    }

    private String askAt(String port, String method, String target, String headers, String body) throws IOException {
        String request = "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%sContent-Length: %d\r\n\r\n%s"
                .formatted(method, target, headers, body.length(), body);
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), environment.getRequiredProperty(port, Integer.class))) {
            socket.setSoTimeout(MAX_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
