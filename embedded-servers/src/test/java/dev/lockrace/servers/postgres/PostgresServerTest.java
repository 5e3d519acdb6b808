package dev.lockrace.servers.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.Server;
import dev.lockrace.servers.ServerException;
import dev.lockrace.servers.process.DirectoryCache;
import dev.lockrace.servers.process.OccupiedPort;
import dev.lockrace.servers.process.Ports;
import dev.lockrace.servers.process.ServerLogs;
import dev.lockrace.testsupport.TestDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
class PostgresServerTest {

    private final Path directory = TestDirectories.unused("postgres");
    private final Server server = PostgresServer.create(directory, TestDirectories.cache());

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void the_description_contains_the_version() throws SQLException {
        server.start();

        String version = query("show server_version");
        assertThat(server.name()).isEqualTo("postgresql");
        assertThat(server.description()).isEqualTo("PostgreSQL " + version).startsWith("PostgreSQL 18.");
        assertThat(server.endpoint().jdbcUrl())
                .isEqualTo("jdbc:postgresql://127.0.0.1:" + server.endpoint().port() + "/postgres");
    }

    @Test
    void settings_allow_200_connections_and_avoid_shared_memory_and_tmp() throws SQLException {
        server.start();

        assertThat(query("show max_connections")).isEqualTo("200");
        assertThat(query("show synchronous_commit")).isEqualTo("on");
        assertThat(query("show unix_socket_directories")).isEmpty();
        assertThat(query("show dynamic_shared_memory_type")).isEqualTo("mmap");
    }

    @Test
    void a_wrong_password_is_rejected() {
        server.start();

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() ->
                        DriverManager.getConnection(url(), "postgres", "wrong").close())
                .withMessageContaining("password authentication failed");
    }

    @Test
    void a_restart_keeps_port_and_data() throws SQLException {
        server.start();
        Endpoint first = server.endpoint();
        execute("create table kept (id int)", "insert into kept values (7)");

        server.stop();
        assertThat(Ports.accepts(first.port())).isFalse();
        server.start();

        assertThat(server.endpoint()).isEqualTo(first);
        assertThat(query("select id from kept")).isEqualTo("7");
    }

    @Test
    void open_sessions_are_read_only_until_they_are_closed_or_the_failover_ends() throws SQLException {
        server.start();
        execute("create table written (id int)");
        try (Connection open = connect()) {
            try (ReadOnlySessions failover = ReadOnlySessions.begin(server.endpoint())) {
                assertReadOnly(open);
                try (Connection early = connect()) {
                    assertReadOnly(early);
                    failover.endForNewSessions();
                    assertReadOnly(early);
                }
                assertReadOnly(open);
                execute("insert into written values (1)");
            }
            open.createStatement().execute("insert into written values (2)");
        }
        assertThat(query("select count(*) from written")).isEqualTo("2");
    }

    @Test
    void session_after_a_failover_takes_part_in_the_next_one() throws SQLException {
        server.start();
        execute("create table written (id int)");
        Connection later;
        try (ReadOnlySessions failover =
                ReadOnlySessions.begin(server.endpoint()).disconnectingNewSessions()) {
            failover.endForNewSessions();
            later = connect();
            later.createStatement().execute("insert into written values (1)");
        }
        Awaitility.await().until(() -> !later.isValid(1));
        later.close();
        try (ReadOnlySessions next = ReadOnlySessions.begin(server.endpoint());
                Connection early = connect()) {
            assertReadOnly(early);
            next.endForNewSessions();
        }
    }

    private static void assertReadOnly(Connection session) {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> session.createStatement().execute("insert into written values (0)"))
                .withMessageContaining("read-only transaction");
    }

    @Test
    void stop_succeeds_with_a_connected_client() throws SQLException {
        server.start();
        try (Connection idle = connect()) {
            server.stop();

            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> idle.createStatement().execute("select 1"));
        }
    }

    @Test
    void committed_data_survive_a_kill() throws SQLException, IOException {
        server.start();
        execute("create table kept (id int)", "insert into kept values (8)");

        ProcessHandle postgres = postmaster();
        postgres.destroyForcibly();
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> !Ports.accepts(server.endpoint().port()));
        server.stop();
        server.start();

        assertThat(query("select id from kept")).isEqualTo("8");
    }

    @Test
    void close_deletes_directory_and_log_and_prevents_a_start() throws IOException {
        server.start();
        ProcessHandle postgres = postmaster();

        server.close();
        server.close();

        assertThat(directory).doesNotExist();
        assertThat(ServerLogs.of(directory)).doesNotExist();
        assertThat(postgres.isAlive()).isFalse();
        assertThatIllegalStateException().isThrownBy(server::start).withMessage("postgresql is closed");
    }

    @Test
    void two_servers_have_separate_data() throws SQLException {
        try (Server other = PostgresServer.create(TestDirectories.unused("postgres"), TestDirectories.cache())) {
            server.start();
            other.start();
            execute("create table mine (id int)");

            assertThat(other.endpoint().port()).isNotEqualTo(server.endpoint().port());
            assertThat(query("select to_regclass('mine') is not null")).isEqualTo("t");
            assertThat(query(other.endpoint(), "select to_regclass('mine') is null"))
                    .isEqualTo("t");
        }
    }

    @Test
    void a_start_fails_if_the_port_is_in_use() throws IOException {
        OccupiedPort.assertStartFails(server);
    }

    @Test
    void a_failed_start_reports_and_keeps_the_log() throws IOException {
        server.start();
        server.stop();
        Files.writeString(directory.resolve("data").resolve("PG_VERSION"), "9.1\n");

        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(server::start)
                .withMessageStartingWith(
                        "postgresql: did not start: the process exited with code 1; the last lines of its log:")
                .withMessageContaining("was initialized by PostgreSQL version 9.1")
                .withMessageContaining("log: " + ServerLogs.of(directory));
        server.close();

        assertThat(directory).doesNotExist();
        assertThat(ServerLogs.of(directory)).exists();
        Files.delete(ServerLogs.of(directory));
    }

    @Test
    void an_interrupted_start_leaves_nothing() throws IOException {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(server::start)
                .withMessage("postgresql: did not start: interrupted (log: %s)", ServerLogs.of(directory));
        assertThat(Thread.interrupted()).isTrue();
        server.close();

        assertThat(directory).doesNotExist();
        Files.deleteIfExists(ServerLogs.of(directory));
    }

    @Test
    void an_unsupported_system_is_reported() {
        assertThatIOException()
                .isThrownBy(() -> PostgresBinaries.unpacked(
                        new DirectoryCache(TestDirectories.cache()), "postgres-plan9-mips.txz"))
                .withMessage(
                        "no PostgreSQL for this system on the class path (postgres-plan9-mips.txz): Maven profiles of"
                                + " the module embedded-servers provide it for Linux and macOS on x86-64 and ARM 64");
    }

    @Test
    void a_system_without_user_namespaces_is_reported_to_root() {
        assertThatIOException()
                .isThrownBy(() -> PostgresPrograms.userNamespace("false"))
                .withMessage("PostgreSQL refuses to run as root, and this system refuses 'unshare -U', which works"
                        + " around that: run as another user, or allow user namespaces in this container");
    }

    @Test
    void endpoint_and_description_are_unknown_before_the_first_start() {
        assertThatIllegalStateException().isThrownBy(server::endpoint).withMessage("postgresql has not been started");
        assertThatIllegalStateException()
                .isThrownBy(server::description)
                .withMessage("postgresql has not been started");
    }

    private ProcessHandle postmaster() throws IOException {
        String pid =
                Files.readAllLines(directory.resolve("data/postmaster.pid")).get(0);
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private String url() {
        return Objects.requireNonNull(server.endpoint().jdbcUrl());
    }

    private Connection connect() throws SQLException {
        return connect(server.endpoint());
    }

    private static Connection connect(Endpoint endpoint) throws SQLException {
        return DriverManager.getConnection(
                Objects.requireNonNull(endpoint.jdbcUrl()), endpoint.user(), endpoint.password());
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private String query(String sql) throws SQLException {
        return query(server.endpoint(), sql);
    }

    private static String query(Endpoint endpoint, String sql) throws SQLException {
        try (Connection connection = connect(endpoint);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
