package dev.lockrace.lock.postgres;

import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockStoreException;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** An executor of single statements, each in its own short transaction and within a timeout. */
final class LockStatements {

    private static final System.Logger log = System.getLogger(LockStatements.class.getName());

    /** While the only server is read-only, a request needs no second connection to find out. */
    private static final Duration MIN_DROP_INTERVAL = Duration.ofSeconds(1);

    private final ConnectionSource connections;
    private final Sessions sessions;
    private final ConnectionPermits permits;
    private final boolean createSchema;

    /** When a connection to a read-only server was dropped last. */
    private final AtomicLong droppedAt = new AtomicLong(System.nanoTime() - MIN_DROP_INTERVAL.toNanos());

    /**
     * @param sessions determine how a statement is sent
     * @param permits limits the requests that use the connections at the same time
     * @param createSchema whether to create the lock table when a statement finds it missing
     */
    LockStatements(ConnectionSource connections, Sessions sessions, ConnectionPermits permits, boolean createSchema) {
        this.connections = connections;
        this.sessions = sessions;
        this.permits = permits;
        this.createSchema = createSchema;
    }

    /** Executes a statement that returns rows. */
    <T> T query(String verb, LockName name, Duration timeout, String sql, Parameters parameters, Rows<T> answer) {
        return run(verb, name, timeout, sql, parameters, statement -> {
            try (ResultSet rows = statement.getResultSet()) {
                return answer.read(rows);
            }
        });
    }

    /** Executes a statement that returns no rows, and returns the number of rows that it changed. */
    int update(String verb, LockName name, Duration timeout, String sql, Parameters parameters) {
        return run(verb, name, timeout, sql, parameters, Statement::getUpdateCount);
    }

    private <T> T run(
            String verb, LockName name, Duration timeout, String sql, Parameters parameters, Answer<T> answer) {
        Work<T> work = new Work<>(parameters, answer);
        Request request = Request.start(verb, name, sql, timeout);
        try {
            return runOnceOrAgain(request, work);
        } catch (LockStoreException e) {
            if (createSchema && causedBy(e, PostgresLockSchema::isTableMissing)) {
                var unused = inTurn(request, () -> createSchema(request));
                return runOnce(request, work);
            }
            throw e;
        }
    }

    /** Sends a request again that reached a read-only server, which did nothing. */
    private <T> T runOnceOrAgain(Request request, Work<T> work) {
        long lastDrop = droppedAt.get();
        try {
            return runOnce(request, work);
        } catch (LockStoreException e) {
            if (causedBy(e, PostgresLockSchema::isReadOnlyServer)
                    && System.nanoTime() - lastDrop >= MIN_DROP_INTERVAL.toNanos()) {
                return runOnce(request, work);
            }
            throw e;
        }
    }

    private static boolean causedBy(LockStoreException e, Predicate<SQLException> condition) {
        return e.getCause() instanceof SQLException cause && condition.test(cause);
    }

    private <T> T inTurn(Request request, Supplier<T> use) {
        if (!permits.enter(request.timeToQueue())) {
            throw request.allConnectionsInUse();
        }
        try {
            return use.get();
        } finally {
            permits.exit();
        }
    }

    private boolean createSchema(Request request) {
        try (Connection connection = connect(request)) {
            return createSchema(connection, request);
        } catch (SQLException e) {
            throw PostgresLockSchema.notCreated(e);
        }
    }

    private boolean createSchema(Connection connection, Request request) throws SQLException {
        try {
            PostgresLockSchema.create(connection);
            return true;
        } catch (SQLException e) {
            if (PostgresLockSchema.isReadOnlyServer(e)) {
                drop(connection);
                throw request.failure(e);
            }
            throw e;
        }
    }

    private <T> T runOnce(Request request, Work<T> work) {
        return inTurn(request, () -> runConnected(request, work));
    }

    private <T> T runConnected(Request request, Work<T> work) {
        try (Connection connection = connect(request)) {
            return runOn(connection, request, work);
        } catch (SQLException e) {
            throw request.unknownOutcome(e); // closing the connection failed after the answer
        }
    }

    /** Returns a connection that is set up for the request, and to a database that can store all lock names. */
    private Connection connect(Request request) {
        long startedAt = System.nanoTime();
        Connection connection = openUninterrupted(request);
        try {
            PostgresLockSchema.requireUsable(connection);
            connection.setAutoCommit(true); // sends nothing to the server
            Duration connectedIn = Duration.ofNanos(System.nanoTime() - startedAt);
            connection.setNetworkTimeout(Runnable::run, request.answerTimeoutMillis(connectedIn));
            return connection;
        } catch (SQLException e) {
            closeQuietly(connection);
            throw request.noConnection(e);
        } catch (LockException e) {
            closeQuietly(connection);
            throw e;
        }
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            log.log(Level.DEBUG, "Could not close a connection that was not used: {0}", e.getMessage());
        }
    }

    /** Retries after an interrupt, because some pools abort on it, and preserves the interrupt status. */
    private Connection openUninterrupted(Request request) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return connections.connect(request.deadline().timeLeft());
                } catch (SQLException e) {
                    if (!Thread.interrupted() || request.deadline().timeLeft().isZero()) {
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

    private <T> T runOn(Connection connection, Request request, Work<T> work) throws SQLException {
        StatementForm form = sessions.form(connection); // sends nothing to the server
        try (PreparedStatement statement = form.prepare(connection, request.sql())) {
            work.parameters().set(statement);
            form.execute(statement);
            return work.answer().read(statement);
        } catch (SQLException e) {
            rollBack(connection, form, request);
            if (PostgresLockSchema.isReadOnlyServer(e)) {
                drop(connection);
            }
            throw request.failure(e);
        }
    }

    private void drop(Connection readOnly) {
        droppedAt.set(System.nanoTime());
        try {
            connections.drop(readOnly);
        } catch (SQLException | RuntimeException e) { // a data source of the application may not support it
            log.log(Level.DEBUG, "Could not drop a connection to a read-only server: {0}", e.getMessage());
        }
    }

    private static void rollBack(Connection connection, StatementForm form, Request request) {
        if (!form.isTransaction()) {
            return;
        }
        try {
            connection.setNetworkTimeout(Runnable::run, request.millisLeft());
            form.rollBack(connection);
        } catch (SQLException e) { // the connection broke, so the pool drops it
            log.log(Level.DEBUG, "Could not roll back a failed request: {0}", e.getMessage());
        }
    }

    /** Sets the parameters of a statement. */
    interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }

    /** Reads the rows of a query. */
    interface Rows<T> {
        T read(ResultSet rows) throws SQLException;
    }

    /** Reads the result of an executed statement. */
    private interface Answer<T> {
        T read(PreparedStatement statement) throws SQLException;
    }

    /** The use of a prepared statement. */
    private record Work<T>(Parameters parameters, Answer<T> answer) {}
}
