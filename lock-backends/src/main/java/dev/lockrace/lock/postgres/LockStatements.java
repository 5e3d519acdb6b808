package dev.lockrace.lock.postgres;

import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockStoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/** Runs one statement in its own short transaction, within a time limit. */
final class LockStatements {

    private static final String UNDEFINED_TABLE = "42P01";

    private final ConnectionSource connections;
    private final boolean createSchema;

    /**
     * @param createSchema whether to create the lock table when a statement finds it missing
     */
    LockStatements(ConnectionSource connections, boolean createSchema) {
        this.connections = connections;
        this.createSchema = createSchema;
    }

    <T> T run(String action, LockName name, Duration timeout, String sql, Work<T> work) {
        Request request = Request.startNow(action, name, sql, timeout);
        try {
            return runOnce(request, work);
        } catch (LockStoreException e) {
            if (createSchema && isTableMissing(e)) {
                createSchema(request);
                return runOnce(request, work);
            }
            throw e;
        }
    }

    private static boolean isTableMissing(LockStoreException e) {
        return e.getCause() instanceof SQLException cause && UNDEFINED_TABLE.equals(cause.getSQLState());
    }

    private void createSchema(Request request) {
        try (Connection connection = connect(request)) {
            connection.setNetworkTimeout(Runnable::run, request.answerMillis());
            PostgresLockSchema.create(connection);
        } catch (SQLException e) {
            throw PostgresLockSchema.notCreated(e);
        }
    }

    private <T> T runOnce(Request request, Work<T> work) {
        try (Connection connection = connect(request)) {
            return runOn(connection, request, work);
        } catch (SQLException e) {
            throw request.unknown(e); // giving the connection back failed, after the answer came
        }
    }

    /** Does not heed an interrupt, which some pools take for a reason to give up, but keeps it. */
    private Connection connect(Request request) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return connections.connect(request.left());
                } catch (SQLException e) {
                    if (!Thread.interrupted() || request.left().isZero()) {
                        throw request.noConnection(e);
                    }
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static <T> T runOn(Connection connection, Request request, Work<T> work) {
        try (PreparedStatement statement = prepare(connection, request)) {
            return work.apply(statement);
        } catch (SQLException e) {
            throw request.failure(e);
        }
    }

    private static PreparedStatement prepare(Connection connection, Request request) throws SQLException {
        connection.setAutoCommit(true); // no message to the server, and nothing at all when it is so already
        connection.setNetworkTimeout(Runnable::run, request.answerMillis());
        return connection.prepareStatement(request.sql());
    }

    /** What is done with the prepared statement. */
    interface Work<T> {
        T apply(PreparedStatement statement) throws SQLException;
    }
}
