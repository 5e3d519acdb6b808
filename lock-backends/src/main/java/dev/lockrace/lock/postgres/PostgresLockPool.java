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
 * @param poolerMode what the connections lead to
 */
public record PostgresLockPool(
        String jdbcUrl,
        @Nullable String username,
        @Nullable String password,
        int size,
        Duration requestTimeout,
        boolean createSchema,
        PoolerMode poolerMode) {

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

    /**
     * Creates settings that detect a pooler.
     *
     * @throws IllegalLockRequestException as the other constructor does
     */
    public PostgresLockPool(
            String jdbcUrl,
            @Nullable String username,
            @Nullable String password,
            int size,
            Duration requestTimeout,
            boolean createSchema) {
        this(jdbcUrl, username, password, size, requestTimeout, createSchema, PoolerMode.DETECT);
    }

    private static String masked(String url) {
        return BEFORE_HOST.matcher(url).replaceFirst("$1…@");
    }

    /** Opens the pool. A HikariDataSource would have only one timeout for all requests. */
    HikariPool open(Sessions sessions) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("lock");
        config.setMaximumPoolSize(connections());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(timeout().toMillis());
        config.setInitializationFailTimeout(-1);
        config.setDataSource(dataSource(requestTimeout, sessions));
        config.validate();
        return new HikariPool(config);
    }

    /** Returns the sessions of the connections that these settings create. */
    Sessions sessions() {
        return Sessions.ofLockPool(poolerMode, timeout());
    }

    private Duration timeout() {
        return Duration.ofMillis(Math.max(MIN_TIMEOUT_MILLIS, requestTimeout.toMillis()));
    }

    /** Returns the maximum number of connections of the pool. */
    int connections() {
        return size + 1;
    }

    /** Opens a connection for listening, which would permanently occupy one of the pool. */
    Connection connectOutsideThePool(Duration timeout, Sessions sessions) throws SQLException {
        return dataSource(timeout, sessions).getConnection();
    }

    private DataSource dataSource(Duration timeout, Sessions sessions) {
        LockDataSource dataSource = new LockDataSource(sessions);
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
}
