package dev.lockrace.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lockrace.service.http.ResponseHeaders;
import dev.lockrace.worker.testbed.TestServers;
import dev.lockrace.worker.testbed.TestWorker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Tests that the management port and the logs expose only health and metrics, and never a password. */
@Tag("process")
@ExtendWith(OutputCaptureExtension.class)
class ManagementExposureTest {

    private static final String SECRET = "SECRET-wrong-0815";

    private final TestServers servers = TestServers.shared();

    @ParameterizedTest
    @CsvSource({
        "spring.datasource.password, SECRET-wrong-0815, password authentication failed",
        "lockrace.lock.redis.uri, redis://user:SECRET-wrong-0815@%s, Could not acquire lock"
    })
    void a_rejected_password_appears_in_no_response_and_no_log(
            String property, String value, String error, CapturedOutput output) {
        String redis = Objects.requireNonNull(servers.properties().get("lockrace.lock.redis.uri"))
                .replace("redis://", "");
        String setting = "%s=%s".formatted(property, value.formatted(redis));
        try (TestWorker worker =
                TestWorker.startWith(servers, List.of(), setting, "spring.datasource.hikari.connection-timeout=500")) {
            StringBuilder answers = new StringBuilder();
            TestWorker.eventually(() -> {
                answers.append(get(worker, "/actuator/health").body());
                answers.append(get(worker, "/actuator/health/readiness").body());
                answers.append(get(worker, "/actuator/prometheus").body());
                assertThat(answers + output.toString()).contains(error);
            });
            assertThat(answers).doesNotContain(SECRET);
        }
        assertThat(output.toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource({
        "spring.rabbitmq.password, SECRET-wrong-0815, Possibly caused by authentication failure",
        "lockrace.lock.redis.uri, http://user:SECRET-wrong-0815@localhost:6379, Redis must be given as a URI",
        "lockrace.lock.redis.uri, redis://user:SECRET-wrong-0815/with/slashes@localhost:6379, such as redis://localhost",
        "lockrace.lock.redis.uri, redis//user:SECRET-wrong-0815@localhost, Redis must be given as a URI"
    })
    void a_password_appears_in_no_log_when_it_fails_the_start(
            String property, String value, String error, CapturedOutput output) {
        Throwable failure = catchThrowable(() ->
                TestWorker.startWith(servers, List.of(), property + "=" + value).close());

        assertThat(failure).hasStackTraceContaining(error);
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace + output.toString()).doesNotContain(SECRET);
    }

    @Test
    void only_health_and_metrics_are_exposed_even_if_all_endpoints_are_included_by_mistake() {
        try (TestWorker worker = TestWorker.start(servers, "management.endpoints.web.exposure.include=*")) {
            for (String endpoint : List.of(
                    "",
                    "/beans",
                    "/configprops",
                    "/env",
                    "/heapdump",
                    "/info",
                    "/loggers",
                    "/mappings",
                    "/metrics",
                    "/sbom",
                    "/scheduledtasks",
                    "/shutdown",
                    "/threaddump")) {
                assertThat(get(worker, "/actuator" + endpoint).statusCode())
                        .as(endpoint)
                        .isEqualTo(404);
            }
            HttpResponse<String> health = get(worker, "/actuator/health");
            assertThat(health.statusCode()).isEqualTo(200);
            ResponseHeaders.DEFAULTS.forEach((name, value) ->
                    assertThat(health.headers().allValues(name)).as(name).containsExactly(value));
            assertThat(health.headers().map()).doesNotContainKeys("server", "x-powered-by");
        }
    }

    private static HttpResponse<String> get(TestWorker worker, String path) {
        return worker.management().get(path).orElseThrow();
    }
}
