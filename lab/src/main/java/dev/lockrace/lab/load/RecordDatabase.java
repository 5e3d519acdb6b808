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

/** A database that is asked directly: it may be away at any time, and is connected to anew then. Used by one thread. */
public final class RecordDatabase implements AutoCloseable {

    private static final String CONNECT_SECONDS = "3";
    private static final String ANSWER_SECONDS = "60";

    private final Endpoint endpoint;
    private @Nullable Connection connection;

    public RecordDatabase(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** Reads a row. */
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * The rows that a query finds.
     *
     * @param arguments of its question marks, arrays of objects as arrays
     * @throws SQLException if the database does not answer, or refuses; the next call connects anew
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
            properties.setProperty("connectTimeout", CONNECT_SECONDS);
            properties.setProperty("socketTimeout", ANSWER_SECONDS);
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
            // It is of no use any more.
        }
    }
}
