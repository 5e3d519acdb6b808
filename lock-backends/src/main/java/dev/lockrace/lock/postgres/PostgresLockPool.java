package dev.lockrace.lock.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import dev.lockrace.lock.IllegalLockRequestException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a connection pool that is used for locks only.
 *
 * @param jdbcUrl a PostgreSQL JDBC URL
 * @param username user name, or null if the URL contains it or none is needed
 * @param password password, or null if the URL contains it or none is needed
 * @param size maximum number of connections that acquire locks; a lock occupies one only during a request. One more is
 *     open for renewals and releases, so that they never wait for requests to acquire
 * @param requestTimeout request timeout of the client. It limits connecting, and the server's work on a request whose
 *     client has timed out. Raised to 250 ms, the pool's minimum, if it is less
 * @param createSchema whether to create the lock table when a statement finds it missing
 */
public record PostgresLockPool(
        String jdbcUrl,
        @Nullable String username,
        @Nullable String password,
        int size,
        Duration requestTimeout,
        boolean createSchema) {

    private static final long MIN_TIMEOUT_MILLIS = 250;

    /** Excludes credentials before the host: PostgreSQL's driver rejects them, and prints them in its message. */
    private static final Pattern JDBC_URL = Pattern.compile("jdbc:[^@?]*(\\?.*)?");

    private static final Pattern OTHER_DATABASE =
            Pattern.compile("jdbc:(?!postgresql:)([a-z0-9-]+):.*", Pattern.DOTALL);

    /** The names of databases by the prefix of their JDBC URL. */
    private static final Map<String, String> PRODUCTS = Map.of(
            "db2", "Db2",
            "derby", "Derby",
            "h2", "H2",
            "hsqldb", "HSQLDB",
            "mariadb", "MariaDB",
            "mysql", "MySQL",
            "oracle", "Oracle",
            "sqlite", "SQLite",
            "sqlserver", "SQL Server");

    /** May contain a password. */
    private static final Pattern PARAMETERS = Pattern.compile("[;?].*", Pattern.DOTALL);

    private static final Pattern BEFORE_HOST = Pattern.compile("^([a-zA-Z:+-]+//)?.*@", Pattern.DOTALL);

    /**
     * @throws IllegalLockRequestException if it is not the JDBC URL of a PostgreSQL database. The message names the
     *     other database, and masks what may be a password
     */
    public PostgresLockPool {
        Matcher other = OTHER_DATABASE.matcher(jdbcUrl);
        if (other.matches()) {
            throw new IllegalLockRequestException(
                    "A lock database must be PostgreSQL, with a JDBC URL such as jdbc:postgresql://localhost:5432/locks,"
                            + " but this one is %s: %s"
                                    .formatted(
                                            PRODUCTS.getOrDefault(other.group(1), other.group(1)),
                                            masked(PARAMETERS.matcher(jdbcUrl).replaceFirst(""))));
        }
        if (!JDBC_URL.matcher(jdbcUrl).matches()) {
            throw new IllegalLockRequestException(
                    "A lock database must be given as a JDBC URL such as jdbc:postgresql://localhost:5432/locks,"
                            + " with user name and password set separately, was: "
                            + masked(jdbcUrl));
        }
    }

    private static String masked(String url) {
        return BEFORE_HOST.matcher(url).replaceFirst("$1…@");
    }

    /** Opens the pool. A HikariDataSource would have only one timeout for all requests. */
    HikariPool open() {
        HikariConfig config = config();
        config.setDataSource(dataSource(requestTimeout));
        config.validate();
        return new HikariPool(config);
    }

    HikariConfig config() {
        HikariConfig config = new HikariConfig();
        config.setPoolName("lock");
        config.setMaximumPoolSize(connections());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(Math.max(MIN_TIMEOUT_MILLIS, requestTimeout.toMillis()));
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql(sessionSettings(config.getConnectionTimeout()));
        // Otherwise HikariCP asks the first connection for the default, and if that connection fails, every later one
        // does.
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        return config;
    }

    /** Returns the maximum number of connections of the pool. */
    int connections() {
        return size + 1;
    }

    /** Opens a connection for listening, which would permanently occupy one of the pool. */
    Connection connectOutsideThePool(Duration timeout) throws SQLException {
        return dataSource(timeout).getConnection();
    }

    private DataSource dataSource(Duration timeout) {
        LockDataSource dataSource = new LockDataSource();
        dataSource.setUrl(jdbcUrl);
        if (username != null) {
            dataSource.setUser(username);
        }
        if (password != null) {
            dataSource.setPassword(password);
        }
        dataSource.setLoginTimeout(Math.toIntExact(Math.max(1, timeout.toSeconds())));
        dataSource.setTcpKeepAlive(true);
        return dataSource;
    }

    /**
     * Overrides the server's defaults. A crash must not lose a token, and a statement that waited must see the new row.
     * The server must not execute a request long after its client has timed out.
     */
    private static String sessionSettings(long requestMillis) {
        return """
                set synchronous_commit = on;
                set session characteristics as transaction isolation level read committed;
                set statement_timeout = %d
                """.formatted(requestMillis);
    }
}
