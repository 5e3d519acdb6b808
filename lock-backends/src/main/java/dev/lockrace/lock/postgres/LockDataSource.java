package dev.lockrace.lock.postgres;

import dev.lockrace.lock.postgres.Sessions.SharedSession;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A source of connections whose {@linkplain Sessions sessions} are set up, and that a pool validates without a round
 * trip. A pool must not change the isolation level, which is set up too.
 *
 * <p>HikariCP validates a connection that was idle for half a second. That is most renewals, and a round trip would
 * double their time. Its minimum timeout for validation would also extend a shorter request to a store that does not
 * answer.
 */
final class LockDataSource extends PGSimpleDataSource {

    private static final long serialVersionUID = 1;

    private final transient Sessions sessions;

    LockDataSource(Sessions sessions) {
        this.sessions = sessions;
        setAssumeMinServerVersion("12"); // the driver otherwise sets the application's name in the session
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        try {
            return proxy(connection, sessions.begin(connection));
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static Connection proxy(Connection connection, boolean sharedSession) {
        Class<?>[] interfaces = sharedSession
                ? new Class<?>[] {Connection.class, SharedSession.class}
                : new Class<?>[] {Connection.class};
        return (Connection) Proxy.newProxyInstance(
                LockDataSource.class.getClassLoader(),
                interfaces,
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "isValid" -> isOpen(connection);
                    case "getTransactionIsolation" -> Connection.TRANSACTION_READ_COMMITTED;
                    default -> invoke(connection, method, arguments);
                });
    }

    /**
     * Returns whether the server has not closed the connection, as it does when it stops. A connection that was lost
     * silently looks open. It fails the next request, within the timeout of that request.
     */
    private static boolean isOpen(Connection connection) {
        try {
            var unused = connection.unwrap(PGConnection.class).getNotifications(1); // reads for 1 ms, the minimum
            return !connection.isClosed();
        } catch (SQLException e) {
            return false;
        }
    }

    private static @Nullable Object invoke(Connection connection, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
