package dev.lockrace.producer.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lockrace.producer.Http;
import dev.lockrace.producer.ProducerApplication;
import dev.lockrace.producer.TestServers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** No log and no response reveals a password or the token, whatever fails. */
@Tag("process")
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class SecretsTest {

    private static final String TOKEN = "SECRET-token-4711";
    private static final String WRONG = "SECRET-wrong-0815";

    private final TestServers servers = TestServers.start();

    @AfterAll
    void stop() {
        servers.close();
    }

    @Test
    void valid_secrets_stay_secret_when_each_server_fails(CapturedOutput output) {
        StringBuilder answers = new StringBuilder();
        try (ConfigurableApplicationContext producer = start(Map.of())) {
            Http http = new Http(producer.getEnvironment());
            callAll(http, answers);
            servers.broker().stop();
            callAll(http, answers);
            servers.database().stop();
            callAll(http, answers);
        } finally {
            servers.database().start();
            servers.broker().start();
        }
        assertThat(answers).contains("\"status\":503", "\"status\":401", "\"status\":\"DOWN\"");
        assertThat(output.toString()).contains("failed because the database did not answer");
        for (String secret : secrets()) {
            assertThat(answers).doesNotContain(secret);
            assertThat(output.toString()).doesNotContain(secret);
        }
    }

    private List<String> secrets() {
        return List.of(
                TOKEN,
                Objects.requireNonNull(servers.database().endpoint().password()),
                Objects.requireNonNull(servers.broker().endpoint().password()));
    }

    private static void callAll(Http http, StringBuilder answers) {
        for (String path : new String[] {"/hello?tasks=1", "/hello?backend=x", "/runs", "/runs/x", "/dead-letters"}) {
            answers.append(http.get(path).body());
        }
        for (String token : new String[] {TOKEN, "x" + TOKEN}) {
            answers.append(http.send("DELETE", "/runs?force=true", "Authorization", "Bearer " + token)
                    .body());
            answers.append(http.send("POST", "/dead-letters/retry", "Authorization", "Bearer " + token)
                    .body());
        }
        answers.append(http.manage("/actuator/health").body());
        answers.append(http.manage("/actuator/prometheus").body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"spring.datasource.password", "spring.rabbitmq.password"})
    void an_invalid_password_stays_secret(String property, CapturedOutput output) {
        StringBuilder revealed = new StringBuilder();
        Throwable failure = catchThrowable(() -> {
            try (ConfigurableApplicationContext producer = start(Map.of(property, WRONG))) {
                callAll(new Http(producer.getEnvironment()), revealed);
            }
        });
        if (failure != null) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            revealed.append(trace);
        }

        assertThat(revealed + output.toString())
                .containsAnyOf("password authentication failed", "Possibly caused by authentication failure")
                .doesNotContain(WRONG);
    }

    @Test
    void a_rejected_token_stays_secret(CapturedOutput output) {
        Throwable failure = catchThrowable(() -> start(Map.of("lockrace.api.token", "SECRET!")));

        assertThat(failure).hasStackTraceContaining("lockrace.api.token (LOCKRACE_API_TOKEN) must have at least 16");
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace + output.toString()).doesNotContain("SECRET!");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"server.forward-headers-strategy=native", "server.tomcat.remoteip.remote-ip-header=X-Caller"})
    void trusted_address_headers_need_a_token(String setting) {
        String[] parts = setting.split("=", 2);

        assertThat(catchThrowable(() -> start(Map.of("lockrace.api.token", "", parts[0], parts[1]))))
                .hasStackTraceContaining("local callers cannot be recognized: set lockrace.api.token");
        start(Map.of(parts[0], parts[1])).close();
    }

    private ConfigurableApplicationContext start(Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(servers.properties());
        properties.put("spring.datasource.hikari.connection-timeout", "500");
        properties.put("spring.main.banner-mode", "off");
        properties.put("lockrace.api.token", TOKEN);
        properties.putAll(more);
        List<String> arguments = new ArrayList<>();
        properties.forEach((name, value) -> arguments.add("--%s=%s".formatted(name, value)));
        return new SpringApplicationBuilder(ProducerApplication.class).run(arguments.toArray(String[]::new));
    }
}
