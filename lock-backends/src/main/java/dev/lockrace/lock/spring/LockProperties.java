package dev.lockrace.lock.spring;

import dev.lockrace.lock.postgres.PoolerMode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the lock library. The parameter descriptions end up in the configuration metadata that IDEs show.
 *
 * @param backend Selects the backend that the LockClient bean uses. The application does not start if this backend is not
 *     set up.
 * @param additionalBackends Lists further backends to set up, whose clients the LockClients bean returns. The application
 *     does not start if one of them is not set up.
 * @param requestTimeout Limits the time that one request waits for the answer of the store.
 * @param database Settings of the backend database, which is set up if it is selected.
 * @param memcached Settings of the backend memcached, which is set up if it is selected.
 * @param redis Settings of the backend redis, which is set up if it is selected.
 */
@ConfigurationProperties("lockrace.lock")
record LockProperties(
        @DefaultValue(DEFAULT_BACKEND) String backend,
        @DefaultValue List<String> additionalBackends,
        @DefaultValue("2s") Duration requestTimeout,
        @DefaultValue Database database,
        @DefaultValue Memcached memcached,
        @DefaultValue Redis redis) {

    static final String DEFAULT_BACKEND = "database";

    /**
     * Settings of the backend database.
     *
     * @param url Sets the JDBC URL of a PostgreSQL database that is used for locks only. Without a URL, the locks use the
     *     database of the application's DataSource.
     * @param username Sets the user name for the lock database, unless the URL contains it. It has no effect without a
     *     URL.
     * @param password Sets the password for the lock database. It has no effect without a URL.
     * @param poolSize Limits the number of connections that acquire locks, in addition to the application's own pool.
     *     One more connection serves renewals and releases, and one listens while a client waits for a lock.
     * @param createSchema Creates the lock table if it does not exist.
     * @param poolerMode States what the connections lead to. With transaction, a pooler such as PgBouncer assigns a
     *     session to each transaction. With session, each connection has a session of its own. With detect, any pooler
     *     is treated as if it were in transaction mode.
     */
    record Database(
            @Nullable String url,
            @Nullable String username,
            @Nullable String password,
            @DefaultValue("2") int poolSize,
            @DefaultValue("true") boolean createSchema,
            @DefaultValue("detect") PoolerMode poolerMode) {}

    /**
     * Settings of the backend memcached.
     *
     * @param servers Lists the addresses of all memcached servers as host:port. All clients need the same list in the same order. Otherwise two clients can hold the same lock.
     */
    record Memcached(@DefaultValue List<String> servers) {}

    /**
     * Settings of the backend redis.
     *
     * @param uri Sets the URI of the Redis server, such as redis://user:password@host:6379/0. A URI that begins with
     *     redis-sentinel:// leads to the primary that Sentinels name, and redis-cluster:// to a cluster. One that begins
     *     with rediss enables TLS. Without a URI, the locks use the server of spring.data.redis.
     * @param sslBundle Names the SSL bundle under spring.ssl.bundle that contains the trusted certificates for a
     *     rediss:// URI. Without a bundle, the trust store of the JVM applies.
     */
    record Redis(
            @DefaultValue("") String uri, @DefaultValue("") String sslBundle) {}
}
