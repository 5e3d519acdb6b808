package dev.lockrace.producer.run;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.lockrace.producer.ProducerApplication;
import dev.lockrace.producer.TestServers;
import dev.lockrace.servers.Endpoint;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;

@Tag("process")
@ExtendWith(OutputCaptureExtension.class)
class ProducerStartTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void an_unknown_backend_fails_the_start_with_the_valid_ones() {
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> start("--lockrace.lock.backend=chubby"))
                .withStackTraceContaining("lockrace.lock.backend (LOCKRACE_LOCK_BACKEND) must be one of"
                        + " local, database, memcached, redis, was: chubby");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--spring.rabbitmq.publisher-confirm-type=none",
                "--spring.rabbitmq.publisher-confirm-type=simple",
                "--spring.rabbitmq.publisher-returns=false",
                "--spring.rabbitmq.template.mandatory=false"
            })
    void settings_that_could_lose_tasks_fail_the_start(String setting) {
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> start(setting))
                .withStackTraceContaining("Tasks could be lost unnoticed: set"
                        + " spring.rabbitmq.publisher-confirm-type=correlated, spring.rabbitmq.publisher-returns=true and"
                        + " spring.rabbitmq.template.mandatory=true");
    }

    @Test
    void starts_with_a_database_in_which_a_worker_has_created_its_lock_table() throws SQLException {
        try (TestServers servers = TestServers.start()) {
            Endpoint database = servers.database().endpoint();
            try (Connection connection = DriverManager.getConnection(
                            Objects.requireNonNull(database.jdbcUrl()), database.user(), database.password());
                    Statement statement = connection.createStatement()) {
                statement.execute("create table lockrace_lease (name text)");
            }
            TestPropertyValues settings = TestPropertyValues.of(servers.properties());
            try (ConfigurableApplicationContext context = new SpringApplicationBuilder(ProducerApplication.class)
                    .initializers(settings::applyTo)
                    .run()) {
                assertThat(context.getBean(RunRepository.class).latest(1)).isEmpty();
            }
        }
    }

    @Test
    void waits_for_a_database_that_is_not_yet_up(CapturedOutput output) {
        try (TestServers servers = TestServers.start()) {
            TestPropertyValues settings = TestPropertyValues.of(servers.properties());
            servers.database().stop();
            CompletableFuture<ConfigurableApplicationContext> started =
                    CompletableFuture.supplyAsync(() -> new SpringApplicationBuilder(ProducerApplication.class)
                            .initializers(settings::applyTo)
                            .run());
            await().atMost(LIMIT).until(() -> output.getOut().contains("Connection refused"));

            servers.database().start();

            try (ConfigurableApplicationContext context =
                    started.orTimeout(LIMIT.toSeconds(), SECONDS).join()) {
                assertThat(context.getBean(RunRepository.class).latest(1)).isEmpty();
            }
        }
    }

    private static void start(String setting) {
        SpringApplication application = new SpringApplicationBuilder(ProducerApplication.class).build();
        application
                .run(
                        setting,
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--management.server.port=0",
                        "--spring.flyway.enabled=false",
                        "--spring.main.banner-mode=off")
                .close();
    }
}
