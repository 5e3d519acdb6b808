package dev.lockrace.servers.pgbouncer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.ServerProcess;
import dev.lockrace.servers.postgres.PostgresServer;
import dev.lockrace.servers.process.OccupiedPort;
import dev.lockrace.servers.process.Ports;
import dev.lockrace.servers.process.ServerLogs;
import dev.lockrace.testsupport.TestDirectories;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The build selects this test on machines where PgBouncer is installed. */
@Tag("process")
@Tag("pgbouncer")
class PgBouncerServerTest {

    private static final ServerProcess DATABASE =
            PostgresServer.create(TestDirectories.unused("postgresql"), TestDirectories.cache());

    private final Path directory = TestDirectories.unused("pgbouncer");
    private final ServerProcess pooler =
            PgBouncerServer.inFrontOf(directory, DATABASE::endpoint, List.of("another_user"));

    @BeforeAll
    static void startDatabase() {
        DATABASE.start();
    }

    @AfterAll
    static void closeDatabase() {
        DATABASE.close();
    }

    @AfterEach
    void close() {
        pooler.close();
    }

    @Test
    void two_clients_take_turns_on_one_connection_to_the_server() throws SQLException {
        pooler.start();

        assertThat(pooler.description()).matches("PgBouncer 1\\.\\d+.*");
        try (Connection one = connect(pooler.endpoint());
                Connection two = connect(pooler.endpoint())) {
            String session = value(one, "select pg_backend_pid()");
            assertThat(value(two, "select pg_backend_pid()")).isEqualTo(session);
            assertThat(value(one, "select pg_backend_pid()")).isEqualTo(session);
        }
    }

    @Test
    void a_further_user_reaches_the_server() throws SQLException {
        try (Connection owner = connect(DATABASE.endpoint())) {
            owner.createStatement()
                    .execute("create role another_user login password '%s'"
                            .formatted(DATABASE.endpoint().password()));
        }
        pooler.start();

        Endpoint endpoint = pooler.endpoint();
        try (Connection connection =
                DriverManager.getConnection(endpoint.jdbcUrl(), "another_user", endpoint.password())) {
            assertThat(value(connection, "select current_user")).isEqualTo("another_user");
        }
    }

    @Test
    void a_restart_keeps_the_port() {
        pooler.start();
        Endpoint first = pooler.endpoint();

        pooler.stop();
        assertThat(Ports.accepts(first.port())).isFalse();
        pooler.start();

        assertThat(pooler.endpoint()).isEqualTo(first);
    }

    @Test
    void a_start_fails_if_the_port_is_in_use() throws IOException {
        OccupiedPort.assertStartFails(pooler);
    }

    @Test
    void close_deletes_directory_and_log() {
        pooler.start();
        pooler.close();

        assertThat(directory).doesNotExist();
        assertThat(ServerLogs.of(directory)).doesNotExist();
    }

    private static Connection connect(Endpoint endpoint) throws SQLException {
        return DriverManager.getConnection(endpoint.jdbcUrl(), endpoint.user(), endpoint.password());
    }

    private static String value(Connection connection, String query) throws SQLException {
        try (ResultSet row = connection.createStatement().executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
