package dev.lockrace.servers.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.ServerException;
import dev.lockrace.servers.memcached.MemcachedVersion;
import dev.lockrace.servers.process.Directories;
import dev.lockrace.servers.process.Traces;
import dev.lockrace.servers.redis.RedisPing;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class ServerHostTest {

    private static final String USAGE = "usage: ServerHost --folder FOLDER --cache FOLDER SERVER..., each SERVER one of"
            + " postgresql, amqp, memcached, machine-memcached, infinispan-memcached, redis, durable-redis";

    private final Path folder = TestDirectories.unused("serverhost");
    private final Path log = folder.resolveSibling(folder.getFileName() + ".log");

    @AfterEach
    void deleteLog() throws IOException {
        Files.deleteIfExists(log);
    }

    @Test
    void hosts_servers_for_another_process() throws SQLException {
        List<HostedServer> told = new ArrayList<>();
        try (HostedServers hosted = HostedServers.launch(
                HostLaunch.ofThisJvm(
                        folder, TestDirectories.cache(), log, "postgresql", "amqp", "infinispan-memcached", "redis"),
                told::add)) {

            assertThat(hosted.servers())
                    .isEqualTo(told)
                    .extracting(HostedServer::name)
                    .containsExactlyInAnyOrder("postgresql", "amqp", "memcached", "redis");
            Endpoint database = hosted.server("postgresql").endpoint();
            try (Connection connection = DriverManager.getConnection(
                    Objects.requireNonNull(database.jdbcUrl()), database.user(), database.password())) {
                assertThat(connection.isValid(1)).isTrue();
            }
            int memcached = hosted.server("memcached").endpoint().port();
            int redis = hosted.server("redis").endpoint().port();
            // One answer may come late on a busy machine.
            Awaitility.await()
                    .atMost(HostProcess.LIMIT)
                    .until(() -> MemcachedVersion.ask(memcached).isPresent());
            Awaitility.await().atMost(HostProcess.LIMIT).until(() -> RedisPing.isAnswered(redis));
            assertThat(hosted.server("amqp").description()).startsWith("Apache Qpid Broker-J 10.");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> hosted.server("mysql"))
                    .withMessageStartingWith("no server 'mysql' among ");
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void writes_nothing_but_reports_on_its_standard_output() throws Exception {
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
    void says_which_server_did_not_start_and_where_the_logs_are() throws IOException {
        Path cache = TestDirectories.unused("serverhost");
        Files.createDirectories(cache.getParent());
        Files.writeString(cache, "in the way");

        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(() ->
                        HostedServers.launch(HostLaunch.ofThisJvm(folder, cache, log, "amqp", "postgresql"), up -> {}))
                .withMessage(
                        "postgresql: did not start: FileAlreadyExistsException %s (log: %s) (log of the host: %s)",
                        cache, folder.resolve("postgresql.log"), log)
                .satisfies(failure -> assertThat(failure.server()).isEqualTo("postgresql"));

        assertThat(folder).doesNotExist();
        assertThat(log).content().contains("postgresql: did not start");
        Files.delete(cache);
    }

    @Test
    void says_that_memcached_is_not_installed() throws Exception {
        try (HostProcess host = HostProcess.startIn(Map.of("PATH", "/nowhere"), "machine-memcached")) {
            assertThat(host.reports())
                    .singleElement()
                    .asString()
                    .contains("\"event\":\"FAILED\"", "\"failed\":\"memcached\"")
                    .contains("did not start: there is no program 'memcached' on the PATH: install it, or use"
                            + " Infinispan, which needs no installation");
            assertThat(host.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void takes_infinispan_where_memcached_is_not_installed() throws Exception {
        try (HostProcess host = HostProcess.startIn(Map.of("PATH", "/nowhere"), "memcached")) {
            assertThat(host.reports()).first().asString().contains("Infinispan 16.0, memcached protocol");
        }
    }

    @Test
    void says_that_the_host_ended() {
        HostLaunch launch = HostLaunch.ofThisJvm(folder, TestDirectories.cache(), log, "amqp");
        HostLaunch wrong = new HostLaunch(
                Path.of("/bin/false"), "", folder, launch.cache(), log, launch.servers(), launch.limit());

        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(() -> HostedServers.launch(wrong, up -> {}))
                .withMessage("server host: ended before all of [amqp] were up (log of the host: %s)", log);
        assertThat(folder).doesNotExist();
    }

    @Test
    void says_that_the_time_is_over() {
        HostLaunch launch = HostLaunch.ofThisJvm(folder, TestDirectories.cache(), log, "amqp");
        HostLaunch hasty = new HostLaunch(
                launch.java(), launch.classPath(), folder, launch.cache(), log, launch.servers(), Duration.ofMillis(1));

        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(() -> HostedServers.launch(hasty, up -> {}))
                .withMessage("server host: not all of [amqp] were up within PT0.001S (log of the host: %s)", log);
        assertThat(folder).doesNotExist();
    }

    @Test
    void touches_no_folder_that_has_something_in_it() throws Exception {
        Path precious = folder.resolve("precious");
        Files.createDirectories(folder);
        Files.writeString(precious, "mine");

        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(() -> HostedServers.launch(
                        HostLaunch.ofThisJvm(folder, TestDirectories.cache(), log, "amqp"), up -> {}))
                .withMessageContaining("ended before all of [amqp] were up");

        assertThat(precious).hasContent("mine");
        assertThat(log).content().contains("the folder of a server host must be empty, has: " + precious);
        Directories.delete(folder);
    }

    @Test
    void ends_when_its_owner_closes_it_while_clients_are_connected() throws Exception {
        HostedServers hosted = HostedServers.launch(
                HostLaunch.ofThisJvm(folder, TestDirectories.cache(), log, "postgresql"), up -> {});
        Traces traces = Traces.of(hosted.process(), folder);
        Endpoint database = hosted.server("postgresql").endpoint();
        try (Connection connection = DriverManager.getConnection(
                Objects.requireNonNull(database.jdbcUrl()), database.user(), database.password())) {
            hosted.close();

            assertThat(connection.isValid(1)).isFalse();
        }
        Awaitility.await()
                .atMost(HostProcess.LIMIT)
                .untilAsserted(() -> assertThat(traces.left()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--folder f --cache c         | no server is named; ",
                "--cache c amqp               | --folder is missing; ",
                "--folder f amqp --cache      | --cache is missing; ",
                "--folder f --cache c mysql   | unknown server 'mysql'; "
            })
    void refuses_arguments_that_it_does_not_understand(String arguments, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostArguments.parse(arguments.split(" ")).build())
                .withMessage(message.strip() + " " + USAGE);
    }

    @Test
    void exits_with_2_when_it_does_not_understand() throws Exception {
        try (HostProcess host = HostProcess.start("mysql")) {
            assertThat(host.reports()).isEmpty();
            assertThat(host.exitCode()).isEqualTo(2);
            assertThat(host.log()).contains("unknown server 'mysql'; " + USAGE);
        }
    }
}
