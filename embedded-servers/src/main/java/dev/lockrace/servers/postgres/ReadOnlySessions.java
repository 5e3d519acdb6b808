package dev.lockrace.servers.postgres;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.ServerException;
import dev.lockrace.servers.process.Poll;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that a running PostgreSQL makes read-only, as those of a standby are, until this object is closed. Its user
 * must be a superuser, and the PostgreSQL driver must be on the class path. For use by one thread.
 *
 * <p>One server imitates two: {@code default_transaction_read_only} is on for sessions that are open, and off in later
 * sessions once {@link #endForNewSessions} was called. Clients see the same after a failover if they connected to a
 * standby before their address led to the new primary.
 */
public final class ReadOnlySessions implements AutoCloseable {

    private static final String NAME = "postgresql";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Connection admin;
    private final Connection openSession;

    /** When new sessions could write again, by the server's clock; null before. */
    private @Nullable String newSessionsSince;

    private boolean disconnectNewSessions;

    private ReadOnlySessions(Connection admin, Connection openSession) {
        this.admin = admin;
        this.openSession = openSession;
    }

    /**
     * Makes all sessions read-only, those that are open and later ones. Blocks until open ones are.
     *
     * @throws ServerException if the server rejects it
     */
    public static ReadOnlySessions begin(Endpoint server) {
        try {
            Connection admin = connect(server);
            Connection openSession = connect(server);
            execute(admin, "set default_transaction_read_only = off");
            ReadOnlySessions sessions = new ReadOnlySessions(admin, openSession);
            sessions.setServer(true);
            return sessions;
        } catch (SQLException e) {
            throw new ServerException(NAME, "cannot become read-only: " + e.getMessage(), e);
        }
    }

    /** Lets sessions write that begin from now on. Those that are open stay read-only. */
    public void endForNewSessions() {
        try {
            newSessionsSince = query(admin, "select clock_timestamp()");
            execute(admin, "alter role current_user set default_transaction_read_only = off");
        } catch (SQLException e) {
            throw new ServerException(NAME, "cannot let new sessions write: " + e.getMessage(), e);
        }
    }

    /**
     * Makes {@link #close} end the sessions that began after {@link #endForNewSessions}. Otherwise they stay open and
     * take no part in a later failover, since their setting is that of the user.
     */
    public ReadOnlySessions disconnectingNewSessions() {
        disconnectNewSessions = true;
        return this;
    }

    /** Lets all sessions write. */
    @Override
    public void close() {
        try (admin;
                openSession) {
            setServer(false);
            execute(admin, "alter role current_user reset default_transaction_read_only");
            if (disconnectNewSessions && newSessionsSince != null) {
                execute(admin, """
                        select pg_terminate_backend(pid) from pg_stat_activity
                        where usename = current_user and backend_type = 'client backend' and backend_start >= '%s'
                        """.formatted(newSessionsSince));
            }
        } catch (SQLException e) {
            throw new ServerException(NAME, "stays read-only: " + e.getMessage(), e);
        }
    }

    private void setServer(boolean readOnly) throws SQLException {
        execute(admin, "alter system set default_transaction_read_only = " + (readOnly ? "on" : "off"));
        execute(admin, "select pg_reload_conf()");
        try {
            if (!Poll.until(TIMEOUT, () -> isReadOnly(openSession) == readOnly)) {
                throw new SQLException("the setting had no effect within %d s".formatted(TIMEOUT.toSeconds()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", e);
        }
    }

    private static boolean isReadOnly(Connection session) throws SQLException {
        return query(session, "select current_setting('default_transaction_read_only')")
                .equals("on");
    }

    private static String query(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connect(Endpoint server) throws SQLException {
        return DriverManager.getConnection(Objects.requireNonNull(server.jdbcUrl()), server.user(), server.password());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
