package dev.lockrace.benchmarks.subject;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The tables of the other libraries, as in their documentation, and of the bare driver. */
final class Tables {

    private Tables() {}

    static void create(DataSource database) {
        try (InputStream in = Tables.class.getResourceAsStream("tables.sql");
                Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            if (in == null) {
                throw new IllegalStateException("tables.sql is missing in the package of " + Tables.class);
            }
            statement.execute(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot create the tables of the benchmark: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
