package dev.lockrace.conformance.postgres;

import dev.lockrace.servers.Endpoint;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A connection to PostgreSQL that is independent of the locks. */
final class Sql implements AutoCloseable {

    /** Counts the statements that wait for a row lock. */
    static final String WAITING = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'";

    private final PGSimpleDataSource dataSource = new PGSimpleDataSource();
    private final Connection connection;

    Sql(PostgresFixture store) throws SQLException {
        this(store.endpoint());
    }

    Sql(Endpoint server) throws SQLException {
        dataSource.setUrl(Objects.requireNonNull(server.jdbcUrl()));
        dataSource.setUser(server.user());
        dataSource.setPassword(server.password());
        connection = dataSource.getConnection();
    }

    DataSource dataSource() {
        return dataSource;
    }

    void run(String statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    List<Long> longs(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<Long> longs = new ArrayList<>();
            while (rows.next()) {
                longs.add(rows.getLong(1));
            }
            return longs;
        }
    }

    void begin() throws SQLException {
        connection.setAutoCommit(false);
    }

    void lockRow(String name) throws SQLException {
        withName("select 1 from lockrace_lease where name = ? for update", name);
    }

    /** Acquires and releases the lock in one statement. */
    void acquireAndRelease(String name) throws SQLException {
        withName(
                "update lockrace_lease set token = nextval('lockrace_lease_token'), ends_at = clock_timestamp() where name = ?",
                name);
    }

    private void withName(String sql, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.execute();
        }
    }

    void commit() throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
    }

    void rollback() throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
