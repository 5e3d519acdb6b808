package dev.lockrace.lock.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.ServerProcess;
import dev.lockrace.servers.postgres.PostgresServer;
import dev.lockrace.servers.redis.RedisServer;
import dev.lockrace.testsupport.TestDirectories;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Locks on real servers whose addresses come from the application's own beans and properties. */
@Tag("process")
class StoreConnectionTest {

    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(30);

    private static final ServerProcess POSTGRES =
            PostgresServer.create(TestDirectories.unused("postgresql"), TestDirectories.cache());
    private static final ServerProcess REDIS =
            RedisServer.inMemory(TestDirectories.unused("redis"), TestDirectories.cache());

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    LockAutoConfiguration.class, DataSourceAutoConfiguration.class, DataRedisAutoConfiguration.class));

    @BeforeAll
    static void start() {
        POSTGRES.start();
        REDIS.start();
    }

    @AfterAll
    static void stop() {
        REDIS.close();
        POSTGRES.close();
    }

    @Test
    void a_lock_is_acquired_in_the_database_of_the_application() {
        Endpoint server = POSTGRES.endpoint();
        runner.withPropertyValues(
                        "spring.datasource.url=" + server.jdbcUrl(),
                        "spring.datasource.username=" + server.user(),
                        "spring.datasource.password=" + server.password())
                .run(excludes("boot's data source"));
        runner.withBean(HikariDataSource.class, () -> hikari(server)).run(excludes("own data source"));
    }

    @Test
    void a_work_that_holds_every_connection_of_the_application_can_still_lock() {
        runner.withBean(HikariDataSource.class, () -> {
                    HikariDataSource pool = hikari(POSTGRES.endpoint());
                    pool.setMaximumPoolSize(1);
                    return pool;
                })
                .run(context -> {
                    try (var connection =
                            context.getBean(HikariDataSource.class).getConnection()) {
                        assertThat(connection.isValid(1)).isTrue();
                        excludes("exhausted pool").accept(context);
                    }
                });
    }

    @Test
    void a_lock_is_acquired_in_the_redis_of_the_application_without_any_connection_to_its_database() throws Exception {
        try (ServerSocket database = new ServerSocket(0)) {
            ApplicationContextRunner redis = runner.withPropertyValues(
                    "lockrace.lock.backend=redis",
                    "spring.datasource.url=jdbc:postgresql://127.0.0.1:%d/none".formatted(database.getLocalPort()));
            redis.withPropertyValues(
                            "spring.data.redis.host=127.0.0.1",
                            "spring.data.redis.port=" + REDIS.endpoint().port())
                    .run(excludes("properties"));
            redis.withPropertyValues("spring.data.redis.url=redis://" + REDIS.endpoint())
                    .run(excludes("url"));
            redis.withBean(
                            LettuceConnectionFactory.class,
                            () -> new LettuceConnectionFactory(
                                    "127.0.0.1", REDIS.endpoint().port()))
                    .run(excludes("own factory"));

            database.setSoTimeout(1);
            assertThat(org.assertj.core.api.Assertions.catchThrowable(database::accept))
                    .as("no connection arrived")
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    /** Two clients of the same lock: the second is contended, so both use the store. */
    private static ContextConsumer<AssertableApplicationContext> excludes(String name) {
        return context -> {
            LockClient client = context.getBean(LockClient.class);
            try (var lease = client.tryAcquire(LockRequest.of(name).timeToLive(TIME_TO_LIVE))
                    .orElseThrow()) {
                assertThat(lease.fencingToken()).isPositive();
                assertThat(client.tryAcquire(LockRequest.of(name).timeToLive(TIME_TO_LIVE)))
                        .isEmpty();
            }
        };
    }

    private static HikariDataSource hikari(Endpoint server) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(Objects.requireNonNull(server.jdbcUrl()));
        pool.setUsername(server.user());
        pool.setPassword(server.password());
        return pool;
    }
}
