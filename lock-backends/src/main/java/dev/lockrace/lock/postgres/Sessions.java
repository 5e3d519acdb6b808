package dev.lockrace.lock.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.PGConnection;

/**
 * The server's sessions behind the connections of a client. A pooler in transaction mode assigns a session to each
 * transaction, and other clients use it too. Whatever is set in it would change their results.
 *
 * <p>Such a pooler is detected by the process id that a server sends when a connection starts. A pooler sends a number
 * of its own.
 */
final class Sessions {

    /**
     * Overrides the server's defaults. A crash must not lose a token, and a statement that waited must see the new row.
     * The server must not execute a request long after its client has timed out.
     */
    private static final String SETTINGS = """
            set_config('synchronous_commit', 'on', false)
            || set_config('default_transaction_isolation', 'read committed', false)
            || set_config('statement_timeout', '%d', false)""";

    private static final Duration APPLICATION_TIMEOUT = Duration.ofSeconds(2);

    private final PoolerMode mode;
    private final Duration timeout;
    private final String settings;
    private final StatementForm sharedForm;

    /** Whether the connections are those of a {@link LockDataSource}, which marks each one. */
    private final boolean marked;

    /** The finding for the latest connection that was checked. */
    private volatile boolean shared;

    private volatile boolean checked;

    private Sessions(PoolerMode mode, Duration timeout, String settings, StatementForm sharedForm, boolean marked) {
        this.mode = mode;
        this.timeout = timeout;
        this.settings = settings;
        this.sharedForm = sharedForm;
        this.marked = marked;
        this.shared = mode == PoolerMode.TRANSACTION;
    }

    /**
     * Returns the sessions of a pool for locks only, which sets them up.
     *
     * @param timeout maximum time that the server executes a statement
     */
    static Sessions ofLockPool(PoolerMode mode, Duration timeout) {
        return new Sessions(
                mode, timeout, SETTINGS.formatted(timeout.toMillis()), StatementForm.inTransaction(timeout), true);
    }

    /** Returns the sessions of a data source of the application, which has set them up. */
    static Sessions ofApplication() {
        return new Sessions(PoolerMode.DETECT, APPLICATION_TIMEOUT, "null", StatementForm.UNNAMED, false);
    }

    /** Returns whether other clients use the sessions too, as far as is known. */
    boolean areShared() {
        return shared;
    }

    /** Returns how a statement has to be sent on that connection. */
    StatementForm form(Connection connection) throws SQLException {
        boolean sharedHere = marked ? connection.isWrapperFor(SharedSession.class) : shared;
        return sharedHere ? sharedForm : StatementForm.PLAIN;
    }

    /**
     * Sets up the session of a new connection, or detects that it is shared. Takes at most one round trip.
     *
     * @return whether the session is shared
     */
    boolean begin(Connection connection) throws SQLException {
        shared = switch (mode) {
            case TRANSACTION -> true;
            case SESSION -> setUpIf("true", connection);
            case DETECT -> setUpIf("pg_backend_pid() = " + processId(connection), connection);
        };
        return shared;
    }

    /** Detects whether the session is shared, with the first connection only. The caller closes one that fails. */
    void beginOnce(Connection connection) throws SQLException {
        if (!checked && connection.isWrapperFor(PGConnection.class)) {
            var unused = begin(connection);
            checked = true;
        }
    }

    private static int processId(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    /**
     * Evaluates the condition and sets up the session in one statement: the next one may run in another session.
     *
     * @return whether the condition is not met, and nothing was set
     */
    private boolean setUpIf(String condition, Connection connection) throws SQLException {
        int networkTimeout = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, Math.toIntExact(timeout.toMillis()));
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select %s, case when %s then %s end".formatted(condition, condition, settings))) {
            row.next();
            boolean met = row.getBoolean(1);
            connection.setNetworkTimeout(Runnable::run, networkTimeout);
            return !met;
        }
    }

    /** A connection whose session other clients use too. */
    interface SharedSession {}
}
