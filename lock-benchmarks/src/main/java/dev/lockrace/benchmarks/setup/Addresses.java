package dev.lockrace.benchmarks.setup;

import dev.lockrace.servers.Endpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the servers are, by name. JMH makes its own objects: they find this in the system properties.
 *
 * @param byServer only the servers that were started
 */
public record Addresses(Map<String, Endpoint> byServer) {

    private static final String PREFIX = "lockrace.bench.";
    private static final List<String> SERVERS = List.of("postgresql", "memcached", "redis");

    public Addresses {
        byServer = Map.copyOf(byServer);
    }

    /**
     * The address of that server.
     *
     * @throws BenchException if it was not started
     */
    public Endpoint of(String server) {
        Endpoint endpoint = byServer.get(server);
        if (endpoint == null) {
            throw new BenchException("No server '%s' was started; there are: %s".formatted(server, byServer.keySet()));
        }
        return endpoint;
    }

    /** Makes them known to {@link #ofThisJvm}. */
    public void publish() {
        byServer.forEach((server, endpoint) -> {
            set(server, "host", endpoint.host());
            set(server, "port", Integer.toString(endpoint.port()));
            set(server, "user", endpoint.user());
            set(server, "password", endpoint.password());
            set(server, "jdbcUrl", endpoint.jdbcUrl());
        });
    }

    private static void set(String server, String key, @Nullable String value) {
        if (value != null) {
            System.setProperty(PREFIX + server + "." + key, value);
        }
    }

    /** Of this JVM's system properties. */
    public static Addresses ofThisJvm() {
        Map<String, Endpoint> found = new HashMap<>();
        for (String server : SERVERS) {
            String host = property(server, "host");
            if (host != null) {
                found.put(server, endpoint(server, host));
            }
        }
        return new Addresses(found);
    }

    private static Endpoint endpoint(String server, String host) {
        return new Endpoint(
                host,
                Integer.getInteger(PREFIX + server + ".port", 0),
                property(server, "user"),
                property(server, "password"),
                property(server, "jdbcUrl"));
    }

    private static @Nullable String property(String server, String key) {
        return System.getProperty(PREFIX + server + "." + key);
    }
}
