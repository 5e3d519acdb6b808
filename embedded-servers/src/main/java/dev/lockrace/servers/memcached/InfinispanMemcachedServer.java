package dev.lockrace.servers.memcached;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.process.JvmServer;
import org.infinispan.commons.util.Version;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfiguration;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.configuration.global.ShutdownHookBehavior;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.server.memcached.MemcachedServer;
import org.infinispan.server.memcached.configuration.MemcachedServerConfiguration;
import org.infinispan.server.memcached.configuration.MemcachedServerConfigurationBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Infinispan's memcached endpoint in this JVM, a substitute for machines without memcached.
 *
 * <p>Its {@code add}, {@code delete} and expiry are correct. Unlike memcached, concurrent {@code cas} in the binary
 * protocol can lose updates.
 */
final class InfinispanMemcachedServer extends JvmServer {

    static final String DESCRIPTION = "Infinispan %s, memcached protocol".formatted(Version.getMajorMinor());

    private static final String CACHE = "memcached";

    private @Nullable DefaultCacheManager caches;
    private @Nullable MemcachedServer endpoint;

    InfinispanMemcachedServer() {
        super("memcached");
    }

    @Override
    protected String launch(int port) {
        DefaultCacheManager manager = new DefaultCacheManager(global());
        caches = manager;
        manager.defineConfiguration(CACHE, new ConfigurationBuilder().build());
        // The endpoint serves only a cache that was started before it.
        manager.getCache(CACHE);
        MemcachedServer server = new MemcachedServer();
        endpoint = server;
        server.start(configuration(port), manager);
        return DESCRIPTION;
    }

    private static GlobalConfiguration global() {
        GlobalConfigurationBuilder builder = new GlobalConfigurationBuilder().nonClusteredDefault();
        builder.shutdown().hookBehavior(ShutdownHookBehavior.DONT_REGISTER);
        builder.jmx().disable();
        builder.metrics().gauges(false).histograms(false);
        return builder.build();
    }

    private static MemcachedServerConfiguration configuration(int port) {
        return new MemcachedServerConfigurationBuilder()
                .host(Endpoint.LOOPBACK)
                .port(port)
                .defaultCacheName(CACHE)
                .build();
    }

    @Override
    protected void halt() {
        if (endpoint != null) {
            endpoint.stop();
            endpoint = null;
        }
        if (caches != null) {
            caches.stop();
            caches = null;
        }
    }

    @Override
    protected Endpoint endpointAt(int port) {
        return Endpoint.withoutUser(port);
    }
}
