package dev.lockrace.lock.postgres;

import dev.lockrace.lock.LockStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The schema of the lock table. Let the library create it, or copy {@link #ddl()} into a migration. */
public final class PostgresLockSchema {

    /** Advisory lock key that is unlikely to have other users in this database: "lockrace" in hexadecimal ASCII. */
    private static final long CREATION_LOCK = 0x6c6f636b72616365L;

    private PostgresLockSchema() {}

    /** Returns the statements that create the table and the sequence if they do not exist. */
    public static String ddl() {
        try (InputStream in = PostgresLockSchema.class.getResourceAsStream("schema.sql")) {
            if (in == null) {
                throw new IllegalStateException("schema.sql is missing beside " + PostgresLockSchema.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Creates the table and the sequence if they do not exist. Safe to call from several processes concurrently, in
     * which {@code create … if not exists} alone would fail.
     *
     * @throws LockStoreException if the database cannot be reached or rejects the statements
     */
    public static void create(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            create(connection);
        } catch (SQLException e) {
            throw notCreated(e);
        }
    }

    static void create(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_xact_lock(" + CREATION_LOCK + ")");
            statement.execute(ddl());
        }
        connection.commit();
    }

    static LockStoreException notCreated(SQLException cause) {
        return new LockStoreException(
                ("Could not create the lock table lockrace_lease (%s). Grant the CREATE privilege on the schema, or"
                                + " create the table in advance.")
                        .formatted(cause.getMessage()),
                cause);
    }
}
