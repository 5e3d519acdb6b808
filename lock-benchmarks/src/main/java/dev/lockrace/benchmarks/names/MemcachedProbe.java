package dev.lockrace.benchmarks.names;

import dev.lockrace.servers.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.spy.memcached.MemcachedClient;

/** Probe of memcached: reads its statistics, which count an expired item until memcached removes it. */
final class MemcachedProbe implements StoreProbe {

    private final MemcachedClient client;

    private MemcachedProbe(MemcachedClient client) {
        this.client = client;
    }

    static MemcachedProbe connect(Endpoint endpoint) {
        try {
            return new MemcachedProbe(new MemcachedClient(new InetSocketAddress(endpoint.host(), endpoint.port())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public StoreContents contents() {
        Map<String, String> statistics = client.getStats().values().iterator().next();
        return new StoreContents(number(statistics, "curr_items"), number(statistics, "bytes"));
    }

    private static long number(Map<String, String> statistics, String name) {
        String value = statistics.get(name);
        if (value == null) {
            throw new IllegalStateException("memcached's statistics have no '%s': %s".formatted(name, statistics));
        }
        return Long.parseLong(value);
    }

    @Override
    public void close() {
        client.shutdown(1, TimeUnit.SECONDS);
    }
}
