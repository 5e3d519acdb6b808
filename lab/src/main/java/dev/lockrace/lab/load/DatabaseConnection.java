package dev.lockrace.lab.load;

import dev.lockrace.servers.Endpoint;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A connection to a database that may be down at any time. It reconnects when needed. Not safe for use by many threads. */
public final class DatabaseConnection implements AutoCloseable {

    private static final String CONNECT_TIMEOUT_SECONDS = "3";
    private static final String SOCKET_TIMEOUT_SECONDS = "60";

    private final Endpoint endpoint;
    private @Nullable Connection connection;

    public DatabaseConnection(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** A reader of a row. */
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * Runs a query.
     *
     * @param arguments the values of the parameters, in order
     * @throws SQLException if the database does not answer or rejects the query; the next call reconnects
     */
    public <T> List<T> query(String sql, Row<T> row, Object... arguments) throws SQLException {
        try (PreparedStatement statement = connection().prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            List<T> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(row.read(rows));
                }
            }
            return found;
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            Properties properties = new Properties();
            properties.setProperty("user", Objects.requireNonNull(endpoint.user()));
            properties.setProperty("password", Objects.requireNonNull(endpoint.password()));
            properties.setProperty("connectTimeout", CONNECT_TIMEOUT_SECONDS);
            properties.setProperty("socketTimeout", SOCKET_TIMEOUT_SECONDS);
            open = DriverManager.getConnection(Objects.requireNonNull(endpoint.jdbcUrl()), properties);
            connection = open;
        }
        return open;
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (SQLException e) {
            // The connection is no longer used.
        }
    }
}
