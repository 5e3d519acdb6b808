package dev.lockrace.lock.postgres;

import dev.lockrace.lock.IllegalLockRequestException;
import dev.lockrace.lock.LockStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** The schema of the lock table. Let the library create it, or copy {@link #ddl()} into a migration. */
public final class PostgresLockSchema {

    /** Advisory lock key that is unlikely to have other users in this database: "lockrace" in hexadecimal ASCII. */
    private static final long CREATION_LOCK = 0x6c6f636b72616365L;

    private static final String UNDEFINED_TABLE = "42P01";
    private static final String READ_ONLY_TRANSACTION = "25006";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** A prepared statement exists already, does not exist, or has other parameters. */
    private static final Set<String> MIXED_UP_STATEMENTS = Set.of("42P05", "26000", "08P01");

    private static final String HOW_TO_CREATE = "create the table in advance with PostgresLockSchema.ddl(), the file"
            + " dev/lockrace/lock/postgres/schema.sql in the library's jar.";

    /** The privileges of the client's user, in addition to those that PUBLIC has on a new database and its schema. */
    static final List<String> PERMISSIONS = List.of(
            "select, insert, update, delete on table lockrace_lease", "usage, update on sequence lockrace_lease_token");

    private PostgresLockSchema() {}

    /**
     * Checks that the database is PostgreSQL and can store every lock name. Sends no request.
     *
     * @throws IllegalLockRequestException if the database is another product or has another encoding; the message names
     *     it
     */
    static void requireUsable(Connection connection) throws SQLException {
        if (!connection.isWrapperFor(PGConnection.class)) {
            requirePostgres(connection.getMetaData().getDatabaseProductName());
            return;
        }
        String encoding = connection.unwrap(PGConnection.class).getParameterStatus("server_encoding");
        if (encoding != null && !encoding.equals("UTF8")) {
            throw new IllegalLockRequestException(
                    ("The lock database has the encoding %s, which cannot store every lock name. Use a database with the"
                                    + " encoding UTF8.")
                            .formatted(encoding));
        }
    }

    static boolean isTableMissing(SQLException error) {
        return UNDEFINED_TABLE.equals(error.getSQLState());
    }

    /** Returns whether the statement wrote to a read-only server, such as a standby. */
    static boolean isReadOnlyServer(SQLException error) {
        return READ_ONLY_TRANSACTION.equals(error.getSQLState());
    }

    private static void requirePostgres(String product) {
        if (!product.equals("PostgreSQL")) {
            throw new IllegalLockRequestException(
                    "The lock database is %s. Use a PostgreSQL database.".formatted(product));
        }
    }

    /** Returns what to do about an error of a statement on the lock table, with a leading separator, or nothing. */
    static String remedy(SQLException error) {
        if (isTableMissing(error)) {
            return ". Let the backend create it, or " + HOW_TO_CREATE;
        }
        if (isReadOnlyServer(error)) {
            return ". This is a read-only server, such as a standby. Check that the address leads to the primary. A JDBC URL"
                    + " with several hosts needs targetServerType=primary.";
        }
        if (MIXED_UP_STATEMENTS.contains(String.valueOf(error.getSQLState()))) {
            return ". Probably, a pooler in transaction mode has mixed up prepared statements. Set"
                    + " lockrace.lock.database.pooler-mode=transaction, or prepareThreshold=0 in the JDBC URL of the"
                    + " application's data source.";
        }
        return INSUFFICIENT_PRIVILEGE.equals(error.getSQLState())
                ? ". As its owner, execute: " + grants(String.valueOf(error.getMessage()))
                : "";
    }

    /** Returns the GRANT for the object in the message, or all of them if there is none. */
    private static String grants(String message) {
        List<String> matching = PERMISSIONS.stream()
                .filter(it -> message.contains(it.substring(it.lastIndexOf(' ') + 1)))
                .toList();
        return (matching.isEmpty() ? PERMISSIONS : matching)
                .stream().map(it -> "grant " + it + " to the client's user;").collect(Collectors.joining(" "));
    }

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
                "Could not create the lock table lockrace_lease (%s). Grant the CREATE privilege on the schema, or %s"
                        .formatted(cause.getMessage(), HOW_TO_CREATE),
                cause);
    }
}
