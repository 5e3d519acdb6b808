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

/** The DDL of the lock table, for who lets the library create it; others copy {@link #ddl()} into a migration. */
public final class PostgresLockSchema {

    /** Any number that no other user of advisory locks in this database takes: "lockrace" in hexadecimal ASCII. */
    private static final long CREATION_LOCK = 0x6c6f636b72616365L;

    private PostgresLockSchema() {}

    /** The statements that create table and sequence where they are missing. */
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
     * Creates table and sequence where they are missing; several processes may do so at once ({@code create … if not
     * exists} alone fails then).
     *
     * @throws LockStoreException if the database can't be reached or refuses
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
                "Could not create the lock table lockrace_lease (%s); grant the right to create it, or create it beforehand"
                        .formatted(cause.getMessage()),
                cause);
    }
}
