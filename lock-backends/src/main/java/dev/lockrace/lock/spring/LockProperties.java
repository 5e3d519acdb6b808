package dev.lockrace.lock.spring;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the locks.
 *
 * @param backend the backend behind the {@code LockClient} bean
 * @param requestTimeout how long one request waits for the store's answer
 * @param database settings of the backend {@code database}, set up when there is a PostgreSQL data source
 * @param memcached settings of the backend {@code memcached}, set up when its servers are named
 * @param redis settings of the backend {@code redis}, set up when its URI is given
 */
@ConfigurationProperties("lockrace.lock")
record LockProperties(
        @DefaultValue("database") String backend,
        @DefaultValue("2s") Duration requestTimeout,
        @DefaultValue Database database,
        @DefaultValue Memcached memcached,
        @DefaultValue Redis redis) {

    /**
     * @param url of a PostgreSQL for the locks alone, as JDBC names it; null or blank for the application's own database
     * @param username there; null when the URL says it
     * @param password there; null likewise
     * @param poolSize the most connections that locks use, beside the application's own pool
     * @param createSchema whether to create the lock table when it is missing
     */
    record Database(
            @Nullable String url,
            @Nullable String username,
            @Nullable String password,
            @DefaultValue("2") int poolSize,
            @DefaultValue("true") boolean createSchema) {}

    /**
     * @param servers {@code host:port} of every server, in the same order in every client
     */
    record Memcached(@DefaultValue List<String> servers) {}

    /**
     * @param uri such as {@code redis://user:password@host:6379/0}, or {@code rediss://…} for TLS
     * @param sslBundle the name of the bundle under {@code spring.ssl.bundle} that says whom to trust; the JVM's trust
     *     store where blank
     */
    record Redis(
            @DefaultValue("") String uri, @DefaultValue("") String sslBundle) {}
}
