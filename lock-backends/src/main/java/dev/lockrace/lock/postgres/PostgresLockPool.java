package dev.lockrace.lock.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import dev.lockrace.lock.IllegalLockRequestException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a connection pool for locks alone.
 *
 * @param jdbcUrl a PostgreSQL URL
 * @param username null when the URL says it or none is needed
 * @param password null likewise
 * @param size the most connections; a lock needs one only for the time of a request
 * @param requestTimeout the client's: how long connecting may take, and how long the server may work on a request,
 *     which its client gave up by then. Under 250 ms is taken for 250 ms, the pool's least
 * @param createSchema whether to create the lock table when it turns out to be missing
 */
public record PostgresLockPool(
        String jdbcUrl,
        @Nullable String username,
        @Nullable String password,
        int size,
        Duration requestTimeout,
        boolean createSchema) {

    private static final long MIN_TIMEOUT_MILLIS = 250;

    /** How long to wait for a sign of life from a connection that was idle; it adds to a request's time. */
    private static final long VALIDATION_TIMEOUT_MILLIS = 500;

    /** No login before the host: PostgreSQL's driver knows none there, and would tell it in its complaint. */
    private static final Pattern JDBC_URL = Pattern.compile("jdbc:[^@?]*(\\?.*)?");

    private static final Pattern BEFORE_HOST = Pattern.compile("^([a-zA-Z:+-]+//)?.*@", Pattern.DOTALL);

    /**
     * @throws IllegalLockRequestException if it is no JDBC URL; the message does not tell what may be a password
     */
    public PostgresLockPool {
        if (!JDBC_URL.matcher(jdbcUrl).matches()) {
            throw new IllegalLockRequestException(
                    "A lock database must be given as a JDBC URL such as jdbc:postgresql://localhost:5432/locks, with user"
                            + " and password in settings of their own, was: "
                            + BEFORE_HOST.matcher(jdbcUrl).replaceFirst("$1…@"));
        }
    }

    /** The pool itself rather than its data source, which knows one timeout for all requests. */
    HikariPool open() {
        HikariConfig config = new HikariConfig();
        config.setPoolName("lock");
        config.setJdbcUrl(jdbcUrl);
        config.setUsername(username);
        config.setPassword(password);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(Math.max(MIN_TIMEOUT_MILLIS, requestTimeout.toMillis()));
        config.setValidationTimeout(VALIDATION_TIMEOUT_MILLIS);
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql(sessionSettings(config.getConnectionTimeout()));
        config.validate();
        return new HikariPool(config);
    }

    /** A connection for listening, which would occupy the pool. */
    Connection connectOutsideThePool(Duration timeout) throws SQLException {
        Properties properties = new Properties();
        if (username != null) {
            properties.setProperty("user", username);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        properties.setProperty("loginTimeout", Long.toString(Math.max(1, timeout.toSeconds())));
        properties.setProperty("tcpKeepAlive", "true");
        return DriverManager.getConnection(jdbcUrl, properties);
    }

    /**
     * Whatever the server's defaults are: a token must not be lost in a crash, a waiter must see the new row, and the
     * server must not do, once a row becomes free, what its client gave up long ago.
     */
    private static String sessionSettings(long requestMillis) {
        return """
                set synchronous_commit = on;
                set session characteristics as transaction isolation level read committed;
                set statement_timeout = %d
                """.formatted(requestMillis);
    }
}
