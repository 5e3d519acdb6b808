package dev.lockrace.producer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.lockrace.producer.Http;
import dev.lockrace.producer.ProducerApplication;
import dev.lockrace.producer.TestServers;
import dev.lockrace.servers.Endpoint;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;

@Tag("process")
class ProducerStartTest {

    private static final String READINESS = "/actuator/health/readiness";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration MAX_RECOVERY = Duration.ofSeconds(10);

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
    void starts_without_its_servers_is_not_ready_and_follows_them_when_they_are_up() {
        try (TestServers servers = TestServers.start()) {
            TestPropertyValues settings = TestPropertyValues.of(servers.properties());
            servers.database().stop();
            servers.broker().stop();
            try (ConfigurableApplicationContext producer = new SpringApplicationBuilder(ProducerApplication.class)
                    .initializers(settings::applyTo)
                    .run()) {
                Http http = new Http(producer.getEnvironment());
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(readiness(http))
                                .contains(
                                        "\"schema\":{\"details\":{\"reason\":\"Connection to ",
                                        "\"broker\":{\"details\":{\"reason\":"));

                servers.database().start();
                servers.broker().start();

                await().atMost(MAX_RECOVERY).until(() -> http.manage(READINESS).status() == 200);
                assertThat(producer.getBean(RunRepository.class).latest(1)).isEmpty();
            }
        }
    }

    private static String readiness(Http http) {
        return http.manage(READINESS).body();
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
