package dev.lockrace.lock.postgres;

import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.UnknownOutcomeException;
import java.sql.SQLException;
import java.time.Duration;

/**
 * What is asked of the database, how long that may take, and what a failure means (clause L5).
 *
 * @param action a verb, for messages
 * @param timeout for all of it: waiting for a connection, sending, and waiting for the answer
 * @param startedAt by {@link System#nanoTime()}
 */
record Request(String action, LockName name, String sql, Duration timeout, long startedAt) {

    static Request startNow(String action, LockName name, String sql, Duration timeout) {
        return new Request(action, name, sql, timeout, System.nanoTime());
    }

    Duration left() {
        Duration left = timeout.minusNanos(System.nanoTime() - startedAt);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** What is left for the answer; never so little that a request which got its connection late could only fail. */
    int answerMillis() {
        long fair = Math.max(left().toMillis(), timeout.toMillis() / 4);
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, Math.max(1, fair)));
    }

    LockStoreException noConnection(SQLException cause) {
        return new LockStoreException(
                "Could not %s lock %s on backend 'database': no connection (%s); check that PostgreSQL is up and the pool is large enough"
                        .formatted(action, name, cause.getMessage()),
                cause);
    }

    LockException failure(SQLException cause) {
        return mayHaveHappened(cause) ? unknown(cause) : refused(cause);
    }

    UnknownOutcomeException unknown(SQLException cause) {
        return new UnknownOutcomeException(
                "No answer whether backend 'database' did %s lock %s (%s); it may have: the time to live is the backstop"
                        .formatted(action, name, cause.getMessage()),
                cause);
    }

    private LockStoreException refused(SQLException cause) {
        return new LockStoreException(
                "Could not %s lock %s on backend 'database': %s".formatted(action, name, cause.getMessage()), cause);
    }

    /**
     * An error that the server reports for the statement means that its transaction was rolled back. Class 08 (a broken
     * connection, or no answer in time), class 57P (the server is shutting down) or no state at all mean that nobody
     * knows. See PostgreSQL's appendix "Error Codes".
     */
    private static boolean mayHaveHappened(SQLException e) {
        String state = e.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("57P");
    }
}
