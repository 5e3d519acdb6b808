package dev.lockrace.lock.postgres;

import dev.lockrace.lock.ClientBusyException;
import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.UnknownOutcomeException;
import dev.lockrace.lock.spi.Deadline;
import dev.lockrace.lock.spi.LockOperation;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.postgresql.util.PSQLException;

/** One request to the database: a statement, its deadline, and the classification of its failures (clause L5). */
record Request(LockOperation operation, String sql, Deadline deadline) {

    private static final String PROTOCOL_VIOLATION = "08P01";

    static Request start(String verb, LockName name, String sql, Duration timeout) {
        return new Request(new LockOperation(PostgresLockBackend.NAME, verb, name), sql, Deadline.after(timeout));
    }

    /** Returns the maximum time to wait for other requests, which leaves time for connecting and for the answer. */
    Duration timeToQueue() {
        return deadline.timeLeft().minus(deadline.timeout().dividedBy(4));
    }

    /**
     * Returns the time for the answer.
     *
     * @param connectedIn time that connecting took: several round trips, if it opened a connection
     * @throws ClientBusyException if the time is so short that the outcome would probably be unknown
     */
    int answerTimeoutMillis(Duration connectedIn) {
        Duration left = deadline.timeLeft();
        if (left.compareTo(deadline.timeout().dividedBy(5)) < 0 || left.compareTo(connectedIn.dividedBy(4)) < 0) {
            throw operation.notSent("no time was left for the answer after %s.".formatted(waited()), null);
        }
        return millisLeft();
    }

    /** Returns the time left, at least 1 ms. */
    int millisLeft() {
        return Math.toIntExact(
                Math.min(Integer.MAX_VALUE, Math.max(1, deadline.timeLeft().toMillis())));
    }

    ClientBusyException allConnectionsInUse() {
        return operation.notSent(
                "all connections of this client were in use for %s. Increase the size of the pool (lockrace.lock.database.pool-size)."
                        .formatted(waited()),
                null);
    }

    /** Distinguishes a database that could not be reached from a pool without a free connection, as HikariCP does. */
    LockStoreException noConnection(SQLException cause) {
        String reason = "no connection (%s). Check that PostgreSQL is up and the pool is large enough."
                .formatted(cause.getMessage());
        boolean noneFree = cause instanceof SQLTransientConnectionException && cause.getCause() == null;
        return noneFree ? operation.notSent(reason, cause) : operation.failed(reason, cause);
    }

    private String waited() {
        return deadline.timeout().minus(deadline.timeLeft()).toMillis() + " ms";
    }

    LockException failure(SQLException cause) {
        return mayHaveHappened(cause) ? unknownOutcome(cause) : rejected(cause);
    }

    UnknownOutcomeException unknownOutcome(SQLException cause) {
        return operation.unknownOutcome(String.valueOf(cause.getMessage()), cause);
    }

    private LockStoreException rejected(SQLException cause) {
        return operation.failed(cause.getMessage() + PostgresLockSchema.remedy(cause), cause);
    }

    /**
     * An error that the server reports for the statement means that its transaction was rolled back. Class 08
     * (connection broken, or no answer in time), class 57P (server shutting down) and a missing SQLSTATE leave the
     * outcome open. See "PostgreSQL Error Codes" in PostgreSQL's documentation.
     */
    private static boolean mayHaveHappened(SQLException e) {
        String state = e.getSQLState();
        return state == null || (state.startsWith("08") && !isRejectedMessage(e)) || state.startsWith("57P");
    }

    /**
     * Returns whether PostgreSQL rejected a message of the protocol, which rolls the transaction back. A pooler reports
     * lost connections with the same SQLSTATE, but only PostgreSQL names the routine.
     */
    private static boolean isRejectedMessage(SQLException e) {
        return PROTOCOL_VIOLATION.equals(e.getSQLState())
                && e instanceof PSQLException rejected
                && rejected.getServerErrorMessage() != null
                && rejected.getServerErrorMessage().getRoutine() != null;
    }
}
