package dev.lockrace.lock.spring;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the lock library. The parameter descriptions end up in the configuration metadata that IDEs show.
 *
 * @param backend Name of the backend that the LockClient bean uses.
 * @param requestTimeout Maximum time that one request waits for the answer of the store.
 * @param database Settings of the backend database, which is set up if there is a PostgreSQL data source.
 * @param memcached Settings of the backend memcached, which is set up if servers are given.
 * @param redis Settings of the backend redis, which is set up if a URI is given.
 */
@ConfigurationProperties("lockrace.lock")
record LockProperties(
        @DefaultValue("database") String backend,
        @DefaultValue("2s") Duration requestTimeout,
        @DefaultValue Database database,
        @DefaultValue Memcached memcached,
        @DefaultValue Redis redis) {

    /**
     * Settings of the backend database.
     *
     * @param url JDBC URL of a PostgreSQL database for locks only. If blank, the application's own database is used.
     * @param username User name for the lock database. Not needed if the URL contains it. Ignored without a URL.
     * @param password Password for the lock database. Not needed if the URL contains it. Ignored without a URL.
     * @param poolSize Maximum number of connections that acquire locks, in addition to the application's own pool.
     *     One more is open for renewals and releases.
     * @param createSchema Whether to create the lock table if it does not exist.
     */
    record Database(
            @Nullable String url,
            @Nullable String username,
            @Nullable String password,
            @DefaultValue("2") int poolSize,
            @DefaultValue("true") boolean createSchema) {}

    /**
     * Settings of the backend memcached.
     *
     * @param servers Addresses of all servers as host:port, in the same order in every client.
     */
    record Memcached(@DefaultValue List<String> servers) {}

    /**
     * Settings of the backend redis.
     *
     * @param uri URI of the server, such as redis://user:password@host:6379/0, or rediss://… for TLS.
     * @param sslBundle Name of the SSL bundle under spring.ssl.bundle for a rediss:// URI. If blank, the trust store of
     *     the JVM is used.
     */
    record Redis(
            @DefaultValue("") String uri, @DefaultValue("") String sslBundle) {}
}
