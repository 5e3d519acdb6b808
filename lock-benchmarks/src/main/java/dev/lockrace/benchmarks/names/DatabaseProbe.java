package dev.lockrace.benchmarks.names;

import dev.lockrace.servers.Endpoint;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Probe of PostgreSQL: counts the rows of the lock table. */
final class DatabaseProbe implements StoreProbe {

    private static final String CONTENTS =
            "select (select count(*) from lockrace_lease), pg_total_relation_size('lockrace_lease')";

    private final Connection connection;

    private DatabaseProbe(Connection connection) {
        this.connection = connection;
    }

    static DatabaseProbe connect(Endpoint endpoint) {
        try {
            return new DatabaseProbe(
                    DriverManager.getConnection(endpoint.jdbcUrl(), endpoint.user(), endpoint.password()));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized StoreContents contents() {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(CONTENTS)) {
            row.next();
            return new StoreContents(row.getLong(1), row.getLong(2));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
