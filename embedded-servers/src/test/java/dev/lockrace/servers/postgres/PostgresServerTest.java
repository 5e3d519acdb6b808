package dev.lockrace.servers.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.Server;
import dev.lockrace.servers.ServerException;
import dev.lockrace.servers.process.Cache;
import dev.lockrace.servers.process.Logs;
import dev.lockrace.servers.process.Ports;
import dev.lockrace.testsupport.TestDirectories;
import java.io.IOException;
import java.net.ServerSocket;
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
import org.junit.jupiter.api.Test;

class PostgresServerTest {

    private final Path folder = TestDirectories.unused("postgres");
    private final Server server = PostgresServer.create(folder, TestDirectories.cache());

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void serves_queries_and_tells_its_version() throws SQLException {
        server.start();

        String version = ask("show server_version");
        assertThat(server.name()).isEqualTo("postgresql");
        assertThat(server.description()).isEqualTo("PostgreSQL " + version).startsWith("PostgreSQL 18.");
        assertThat(server.endpoint().jdbcUrl())
                .isEqualTo("jdbc:postgresql://127.0.0.1:" + server.endpoint().port() + "/postgres");
    }

    @Test
    void takes_200_connections_and_stays_out_of_shared_memory_and_tmp() throws SQLException {
        server.start();

        assertThat(ask("show max_connections")).isEqualTo("200");
        assertThat(ask("show synchronous_commit")).isEqualTo("on");
        assertThat(ask("show unix_socket_directories")).isEmpty();
        assertThat(ask("show dynamic_shared_memory_type")).isEqualTo("mmap");
    }

    @Test
    void lets_nobody_in_without_the_password() {
        server.start();

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> DriverManager.getConnection(url(), "postgres", "guessed")
                        .close())
                .withMessageContaining("password authentication failed");
    }

    @Test
    void has_the_same_port_and_data_after_a_restart() throws SQLException {
        server.start();
        Endpoint first = server.endpoint();
        execute("create table kept (id int)", "insert into kept values (7)");

        server.stop();
        assertThat(Ports.accepts(first.port())).isFalse();
        server.start();

        assertThat(server.endpoint()).isEqualTo(first);
        assertThat(ask("select id from kept")).isEqualTo("7");
    }

    @Test
    void stops_though_a_client_is_connected() throws SQLException {
        server.start();
        try (Connection idle = connect()) {
            server.stop();

            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> idle.createStatement().execute("select 1"));
        }
    }

    @Test
    void has_what_was_committed_after_it_was_killed() throws SQLException, IOException {
        server.start();
        execute("create table kept (id int)", "insert into kept values (8)");

        ProcessHandle postgres = postmaster();
        postgres.destroyForcibly();
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> !Ports.accepts(server.endpoint().port()));
        server.stop();
        server.start();

        assertThat(ask("select id from kept")).isEqualTo("8");
    }

    @Test
    void deletes_its_folder_and_log_when_closed_and_starts_no_more() throws IOException {
        server.start();
        ProcessHandle postgres = postmaster();

        server.close();
        server.close();

        assertThat(folder).doesNotExist();
        assertThat(Logs.of(folder)).doesNotExist();
        assertThat(postgres.isAlive()).isFalse();
        assertThatIllegalStateException().isThrownBy(server::start).withMessage("postgresql is closed");
    }

    @Test
    void two_have_data_of_their_own() throws SQLException {
        try (Server other = PostgresServer.create(TestDirectories.unused("postgres"), TestDirectories.cache())) {
            server.start();
            other.start();
            execute("create table mine (id int)");

            assertThat(other.endpoint().port()).isNotEqualTo(server.endpoint().port());
            assertThat(ask("select to_regclass('mine') is not null")).isEqualTo("t");
            assertThat(ask(other.endpoint(), "select to_regclass('mine') is null"))
                    .isEqualTo("t");
        }
    }

    @Test
    void says_that_its_port_is_taken() throws IOException {
        server.start();
        int port = server.endpoint().port();
        server.stop();

        try (ServerSocket thief = new ServerSocket()) {
            thief.bind(Ports.address(port));

            assertThatExceptionOfType(ServerException.class)
                    .isThrownBy(server::start)
                    .withMessage(
                            "postgresql: did not start: its port 127.0.0.1:%d is taken by another process (log: %s)",
                            port, Logs.of(folder))
                    .satisfies(failure -> assertThat(failure.server()).isEqualTo("postgresql"));
        }
        server.start();
        assertThat(server.endpoint().port()).isEqualTo(port);
    }

    @Test
    void says_what_postgresql_said_when_it_ends_and_keeps_its_log() throws IOException {
        server.start();
        server.stop();
        Files.writeString(folder.resolve("data").resolve("PG_VERSION"), "9.1\n");

        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(server::start)
                .withMessageStartingWith("postgresql: did not start: it ended with code 1, saying:")
                .withMessageContaining("was initialized by PostgreSQL version 9.1")
                .withMessageContaining("log: " + Logs.of(folder));
        server.close();

        assertThat(folder).doesNotExist();
        assertThat(Logs.of(folder)).exists();
        Files.delete(Logs.of(folder));
    }

    @Test
    void an_interrupted_start_leaves_nothing_behind() throws IOException {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(server::start)
                .withMessage("postgresql: did not start: interrupted (log: %s)", Logs.of(folder));
        assertThat(Thread.interrupted()).isTrue();
        server.close();

        assertThat(folder).doesNotExist();
        Files.deleteIfExists(Logs.of(folder));
    }

    @Test
    void says_that_there_are_no_binaries_for_the_system() {
        assertThatIOException()
                .isThrownBy(
                        () -> PostgresBinaries.unpacked(new Cache(TestDirectories.cache()), "postgres-plan9-mips.txz"))
                .withMessage(
                        "no PostgreSQL for this system on the class path (postgres-plan9-mips.txz): it is there for"
                                + " Linux and macOS on x86-64 and ARM 64, by Maven profiles of the module 'servers'");
    }

    @Test
    void says_that_root_may_not_run_it_where_user_namespaces_are_refused() {
        assertThatIOException()
                .isThrownBy(() -> PostgresPrograms.userNamespace("false"))
                .withMessage("PostgreSQL refuses to run as root, and 'unshare -U', which lets root run it, is refused"
                        + " here: run as an ordinary user, or allow this container user namespaces");
    }

    @Test
    void knows_neither_endpoint_nor_version_before_its_first_start() {
        assertThatIllegalStateException().isThrownBy(server::endpoint).withMessage("postgresql has not been started");
        assertThatIllegalStateException()
                .isThrownBy(server::description)
                .withMessage("postgresql has not been started");
    }

    private ProcessHandle postmaster() throws IOException {
        String pid = Files.readAllLines(folder.resolve("data/postmaster.pid")).get(0);
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

    private String ask(String query) throws SQLException {
        return ask(server.endpoint(), query);
    }

    private static String ask(Endpoint endpoint, String query) throws SQLException {
        try (Connection connection = connect(endpoint);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
