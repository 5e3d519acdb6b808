package dev.lockrace.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.ServerProcess;
import dev.lockrace.servers.postgres.PostgresServer;
import dev.lockrace.testsupport.TestDirectories;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** An application with the starter, and with JDBC as it already used it. */
@ExtendWith(OutputCaptureExtension.class)
class StarterTest {

    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(30);

    @SpringBootApplication(proxyBeanMethods = false)
    static class Application {}

    @Tag("process")
    @Test
    void an_application_with_a_database_locks_without_any_property_of_the_library() {
        try (ServerProcess database =
                PostgresServer.create(TestDirectories.unused("postgresql"), TestDirectories.cache())) {
            database.start();
            Endpoint server = database.endpoint();
            try (ConfigurableApplicationContext application = start(
                    "--spring.datasource.url=" + server.jdbcUrl(),
                    "--spring.datasource.username=" + server.user(),
                    "--spring.datasource.password=" + server.password())) {
                assertExcludes(application.getBean(LockClient.class));
            }
        }
    }

    @Test
    void one_property_selects_another_backend() {
        try (ConfigurableApplicationContext application =
                start("--lockrace.lock.backend=local", "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none")) {
            assertExcludes(application.getBean(LockClient.class));
        }
    }

    @Test
    void the_start_fails_with_the_missing_dependency(CapturedOutput output) {
        assertThatThrownBy(() -> start(
                        "--lockrace.lock.backend=redis", "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none"))
                .isInstanceOf(RuntimeException.class);
        assertThat(output)
                .containsSubsequence(
                        "APPLICATION FAILED TO START",
                        "Description:",
                        "The driver of lock backend 'redis' is missing on the class path: io.lettuce:lettuce-core.",
                        "Action:",
                        "Add the dependency, or set lockrace.lock.backend to another backend.");
    }

    private static ConfigurableApplicationContext start(String... arguments) {
        SpringApplication application = new SpringApplicationBuilder(Application.class).build();
        return application.run(arguments);
    }

    private static void assertExcludes(LockClient locks) {
        AtomicBoolean nested = new AtomicBoolean(true);
        assertThat(locks.tryRun(
                        LockRequest.of("job").timeToLive(TIME_TO_LIVE),
                        lease -> nested.set(locks.tryRun(LockRequest.of("job").timeToLive(TIME_TO_LIVE), inner -> {}))))
                .isTrue();
        assertThat(nested).isFalse();
    }
}
