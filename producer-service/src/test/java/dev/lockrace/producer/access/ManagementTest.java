package dev.lockrace.producer.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.producer.Http;
import dev.lockrace.producer.Http.Answer;
import dev.lockrace.producer.ProducerTest;
import dev.lockrace.service.http.ResponseHeaders;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.context.TestPropertySource;

/** The management port, with all endpoints exposed by mistake. */
@ProducerTest
@TestPropertySource(properties = "management.endpoints.web.exposure.include=*")
class ManagementTest {

    @Autowired
    private Http http;

    @Autowired
    private Environment environment;

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/actuator/health/readiness", "/actuator/prometheus"})
    void health_and_metrics_are_accessible(String path) {
        assertThat(http.manage(path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/auditevents",
                "/beans",
                "/caches",
                "/conditions",
                "/configprops",
                "/env",
                "/env/PATH",
                "/flyway",
                "/heapdump",
                "/httpexchanges",
                "/info",
                "/jolokia",
                "/logfile",
                "/loggers",
                "/mappings",
                "/metrics",
                "/quartz",
                "/sbom",
                "/scheduledtasks",
                "/sessions",
                "/shutdown",
                "/startup",
                "/threaddump"
            })
    void no_other_endpoint_is_accessible(String endpoint) {
        assertThat(http.manage("/actuator" + endpoint).status()).isEqualTo(404);
    }

    @Test
    void neither_port_serves_the_paths_of_the_other() {
        assertThat(http.get("/actuator/health").status()).isEqualTo(404);
        assertThat(http.get("/actuator/prometheus").status()).isEqualTo(404);
        assertThat(http.manage("/runs").status()).isEqualTo(404);
        assertThat(http.manage("/hello").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /runs",
        "GET, /hello?tasks=1",
        "GET, /nothing",
        "DELETE, /hello",
        "GET, /hello?tasks=x",
        "TRACE, /runs",
        "GET, /WEB-INF/x"
    })
    void every_response_has_the_security_headers(String method, String path) {
        assertHeaders(http.send(method, path));
    }

    @Test
    void rejections_and_responses_of_the_management_port_have_the_security_headers() {
        assertHeaders(http.send("DELETE", "/runs", "X-Forwarded-For", "203.0.113.7"));
        assertHeaders(http.manage("/actuator/health"));
        assertHeaders(http.manage("/actuator/prometheus"));
        assertHeaders(http.manage("/actuator/env"));
    }

    private static void assertHeaders(Answer answer) {
        ResponseHeaders.DEFAULTS.forEach((name, value) ->
                assertThat(answer.response().headers().allValues(name)).as(name).containsExactly(value));
        assertThat(answer.response().headers().map()).doesNotContainKeys("server", "x-powered-by");
    }

    @ParameterizedTest
    @ValueSource(strings = {"local.server.port", "local.management.port"})
    void the_response_to_an_invalid_request_does_not_reveal_the_server(String port) throws IOException {
        for (String request : new String[] {"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", "\u0001\u0002 nonsense\r\n\r\n"}) {
            String answer = answerTo(environment.getRequiredProperty(port, Integer.class), request);
            assertThat(answer).startsWith("HTTP/1.1 400");
            assertThat(answer).doesNotContainIgnoringCase("tomcat").doesNotContainIgnoringCase("at org.");
        }
    }

    private static String answerTo(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
