package dev.lockrace.benchmarks.setup;

import dev.lockrace.servers.Endpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of the servers. JMH creates the benchmark objects, which read them from system properties.
 *
 * @param byServer the endpoints of the started servers, by server name
 */
public record Addresses(Map<String, Endpoint> byServer) {

    private static final String PREFIX = "lockrace.bench.";
    private static final List<String> SERVERS = List.of("postgresql", "memcached", "redis");

    public Addresses {
        byServer = Map.copyOf(byServer);
    }

    /**
     * Returns the endpoint of that server.
     *
     * @throws BenchException if the server was not started
     */
    public Endpoint of(String server) {
        Endpoint endpoint = byServer.get(server);
        if (endpoint == null) {
            throw new BenchException(
                    "Server '%s' was not started. Started servers: %s".formatted(server, byServer.keySet()));
        }
        return endpoint;
    }

    /** Writes the endpoints to system properties, for {@link #ofThisJvm}. */
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

    /** Reads the endpoints from this JVM's system properties. */
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
