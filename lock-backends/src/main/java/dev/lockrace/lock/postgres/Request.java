package dev.lockrace.lock.postgres;

import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.UnknownOutcomeException;
import dev.lockrace.lock.spi.Deadline;
import dev.lockrace.lock.spi.LockOperation;
import java.sql.SQLException;
import java.time.Duration;

/** One request to the database: a statement, its deadline, and the classification of its failures (clause L5). */
record Request(LockOperation operation, String sql, Deadline deadline) {

    static Request start(String verb, LockName name, String sql, Duration timeout) {
        return new Request(new LockOperation(PostgresLockBackend.NAME, verb, name), sql, Deadline.after(timeout));
    }

    /** Returns the time for the answer: at least a quarter of the timeout, even if connecting took long. */
    int answerTimeoutMillis() {
        long millis =
                Math.max(deadline.timeLeft().toMillis(), deadline.timeout().toMillis() / 4);
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, Math.max(1, millis)));
    }

    LockStoreException noConnection(SQLException cause) {
        return operation.failed(
                "no connection (%s). Check that PostgreSQL is up and the pool is large enough."
                        .formatted(cause.getMessage()),
                cause);
    }

    LockException failure(SQLException cause) {
        return mayHaveHappened(cause) ? unknownOutcome(cause) : rejected(cause);
    }

    UnknownOutcomeException unknownOutcome(SQLException cause) {
        return operation.unknownOutcome(String.valueOf(cause.getMessage()), cause);
    }

    private LockStoreException rejected(SQLException cause) {
        return operation.failed(String.valueOf(cause.getMessage()), cause);
    }

    /**
     * An error that the server reports for the statement means that its transaction was rolled back. Class 08
     * (connection broken, or no answer in time), class 57P (server shutting down) and a missing SQLSTATE leave the
     * outcome open. See "PostgreSQL Error Codes" in PostgreSQL's documentation.
     */
    private static boolean mayHaveHappened(SQLException e) {
        String state = e.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("57P");
    }
}
