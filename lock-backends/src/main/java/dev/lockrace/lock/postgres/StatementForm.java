package dev.lockrace.lock.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.PGStatement;

/**
 * The form in which a statement is sent, in one round trip.
 *
 * @param before statements that precede it, or nothing
 * @param after statements that follow it, or nothing
 * @param index number of statements that precede it
 * @param mayBeNamed whether the driver may keep it as a prepared statement of the session
 */
record StatementForm(String before, String after, int index, boolean mayBeNamed) {

    /** For a session of its own. */
    static final StatementForm PLAIN = new StatementForm("", "", 0, true);

    /** For a session that is shared, without settings. */
    static final StatementForm UNNAMED = new StatementForm("", "", 0, false);

    /**
     * Returns the form for a session that is shared. The settings are those of {@link Sessions}, and end with the
     * transaction.
     *
     * @param timeout maximum time that the server executes the statement
     */
    static StatementForm inTransaction(Duration timeout) {
        String before = """
                begin isolation level read committed;
                set local synchronous_commit = on;
                set local statement_timeout = %d;
                """.formatted(timeout.toMillis());
        return new StatementForm(before, "; commit", 3, false);
    }

    PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(before + sql + after);
        if (!mayBeNamed && statement.isWrapperFor(PGStatement.class)) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        }
        return statement;
    }

    /** Executes the statement and moves to its result. */
    void execute(PreparedStatement statement) throws SQLException {
        statement.execute();
        for (int i = 0; i < index; i++) {
            statement.getMoreResults();
        }
    }

    /** Returns whether a failed statement leaves a transaction behind. */
    boolean isTransaction() {
        return index > 0;
    }

    /** Ends the transaction in which a statement failed. */
    void rollBack(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("rollback");
        }
    }
}
