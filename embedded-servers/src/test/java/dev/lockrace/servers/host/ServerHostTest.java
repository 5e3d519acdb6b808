package dev.lockrace.servers.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.ServerException;
import dev.lockrace.servers.memcached.MemcachedCommand;
import dev.lockrace.servers.process.ChildJvm;
import dev.lockrace.servers.process.Directories;
import dev.lockrace.servers.process.ProcessTraces;
import dev.lockrace.servers.redis.RedisCommand;
import dev.lockrace.testsupport.TestDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("process")
class ServerHostTest {

    private static final String USAGE = "usage: ServerHost --directory DIR --cache DIR SERVER..., each SERVER one of"
            + " postgresql, amqp, memcached, machine-memcached, infinispan-memcached, redis, durable-redis";

    private final Path directory = TestDirectories.unused("serverhost");
    private final Path log = directory.resolveSibling(directory.getFileName() + ".log");

    @AfterEach
    void deleteLog() throws IOException {
        Files.deleteIfExists(log);
    }

    @Test
    void launch_returns_the_endpoints_of_running_servers() throws SQLException {
        List<HostedServer> reported = new ArrayList<>();
        try (HostedServers hosted = HostedServers.launch(
                HostLaunch.ofThisJvm(
                        directory, TestDirectories.cache(), log, "postgresql", "amqp", "infinispan-memcached", "redis"),
                reported::add)) {

            assertThat(hosted.servers())
                    .isEqualTo(reported)
                    .extracting(HostedServer::name)
                    .containsExactlyInAnyOrder("postgresql", "amqp", "memcached", "redis");
            Endpoint database = hosted.server("postgresql").endpoint();
            try (Connection connection = DriverManager.getConnection(
                    Objects.requireNonNull(database.jdbcUrl()), database.user(), database.password())) {
                assertThat(connection.isValid(1)).isTrue();
            }
            int memcached = hosted.server("memcached").endpoint().port();
            int redis = hosted.server("redis").endpoint().port();
            // One answer may be late on a busy machine.
            Awaitility.await()
                    .atMost(HostProcess.TIMEOUT)
                    .ignoreException(IOException.class)
                    .until(() -> MemcachedCommand.send(memcached, "version").startsWith("VERSION "));
            Awaitility.await()
                    .atMost(HostProcess.TIMEOUT)
                    .ignoreException(IOException.class)
                    .until(() -> RedisCommand.send(redis, "PING").equals("PONG"));
            assertThat(hosted.server("amqp").description()).startsWith("Apache Qpid Broker-J 10.");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> hosted.server("mysql"))
                    .withMessageStartingWith("no server 'mysql' among ");
        }
        assertThat(directory).doesNotExist();
    }

    @Test
    void standard_output_contains_only_reports() throws Exception {
        try (HostProcess host = HostProcess.start("amqp", "infinispan-memcached")) {
            assertThat(host.reports())
                    .hasSize(3)
                    .allSatisfy(line -> assertThat(line).startsWith("{\"event\":"));
            host.closeLifeline();

            assertThat(host.reports()).isEmpty();
            assertThat(host.exitCode()).isZero();
            assertThat(host.log()).doesNotContain("did not stop", "ERROR");
        }
    }

    @Test
    void a_failed_start_reports_the_server_and_the_logs() throws IOException {
        Path cache = TestDirectories.unused("serverhost");
        Files.createDirectories(cache.getParent());
        Files.writeString(cache, "a file where the cache directory should be");

        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(() -> HostedServers.launch(
                        HostLaunch.ofThisJvm(directory, cache, log, "amqp", "postgresql"), server -> {}))
                .withMessage(
                        "postgresql: did not start: FileAlreadyExistsException %s (log: %s) (host log: %s)",
                        cache, directory.resolve("postgresql.log"), log)
                .satisfies(failure -> assertThat(failure.server()).isEqualTo("postgresql"));

        assertThat(directory).doesNotExist();
        assertThat(log).content().contains("postgresql: did not start");
        Files.delete(cache);
    }

    @Test
    void a_missing_memcached_program_is_reported() throws Exception {
        try (HostProcess host = HostProcess.startIn(Map.of("PATH", "/nowhere"), "machine-memcached")) {
            assertThat(host.reports())
                    .singleElement()
                    .asString()
                    .contains("\"event\":\"FAILED\"", "\"failed\":\"memcached\"")
                    .contains("did not start: no program 'memcached' on the PATH: install it, or use"
                            + " Infinispan, which needs no installation");
            assertThat(host.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void infinispan_replaces_a_missing_memcached() throws Exception {
        try (HostProcess host = HostProcess.startIn(Map.of("PATH", "/nowhere"), "memcached")) {
            assertThat(host.reports()).first().asString().contains("Infinispan 16.0, memcached protocol");
        }
    }

    @Test
    void an_early_exit_of_the_host_is_reported() {
        HostLaunch launch = HostLaunch.ofThisJvm(directory, TestDirectories.cache(), log, "amqp");
        HostLaunch wrong = new HostLaunch(
                new ChildJvm(Path.of("/bin/false"), ""),
                directory,
                launch.cache(),
                log,
                launch.servers(),
                launch.startTimeout());

        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(() -> HostedServers.launch(wrong, server -> {}))
                .withMessage("server host: exited before all of [amqp] had started (host log: %s)", log);
        assertThat(directory).doesNotExist();
    }

    @Test
    void a_start_timeout_is_reported() {
        HostLaunch launch = HostLaunch.ofThisJvm(directory, TestDirectories.cache(), log, "amqp");
        HostLaunch impatient =
                new HostLaunch(launch.jvm(), directory, launch.cache(), log, launch.servers(), Duration.ofMillis(1));

        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(() -> HostedServers.launch(impatient, server -> {}))
                .withMessage("server host: not all of [amqp] started within PT0.001S (host log: %s)", log);
        assertThat(directory).doesNotExist();
    }

    @Test
    void a_directory_with_contents_is_rejected_and_left_unchanged() throws Exception {
        Path precious = directory.resolve("precious");
        Files.createDirectories(directory);
        Files.writeString(precious, "mine");

        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(() -> HostedServers.launch(
                        HostLaunch.ofThisJvm(directory, TestDirectories.cache(), log, "amqp"), server -> {}))
                .withMessageContaining("exited before all of [amqp] had started");

        assertThat(precious).hasContent("mine");
        assertThat(log).content().contains("the directory of a server host must be empty, but contains: " + precious);
        Directories.delete(directory);
    }

    @Test
    void close_stops_the_host_despite_connected_clients() throws Exception {
        HostedServers hosted = HostedServers.launch(
                HostLaunch.ofThisJvm(directory, TestDirectories.cache(), log, "postgresql"), server -> {});
        ProcessTraces traces = ProcessTraces.of(hosted.process(), directory);
        Endpoint database = hosted.server("postgresql").endpoint();
        try (Connection connection = DriverManager.getConnection(
                Objects.requireNonNull(database.jdbcUrl()), database.user(), database.password())) {
            hosted.close();

            assertThat(connection.isValid(1)).isFalse();
        }
        Awaitility.await()
                .atMost(HostProcess.TIMEOUT)
                .untilAsserted(() -> assertThat(traces.remaining()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--directory f --cache c         | no server is named; ",
                "--cache c amqp               | --directory is missing; ",
                "--directory f amqp --cache      | --cache is missing; ",
                "--directory f --cache c mysql   | unknown server 'mysql'; "
            })
    void invalid_arguments_are_rejected_with_the_usage(String arguments, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostArguments.parse(arguments.split(" ")).createServers())
                .withMessage(message.strip() + " " + USAGE);
    }

    @Test
    void invalid_arguments_cause_exit_code_2() throws Exception {
        try (HostProcess host = HostProcess.start("mysql")) {
            assertThat(host.reports()).isEmpty();
            assertThat(host.exitCode()).isEqualTo(2);
            assertThat(host.log()).contains("unknown server 'mysql'; " + USAGE);
        }
    }
}
