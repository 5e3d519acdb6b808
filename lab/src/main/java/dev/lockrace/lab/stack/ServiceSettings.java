package dev.lockrace.lab.stack;

import dev.lockrace.servers.Endpoint;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The Spring Boot properties of the services, by where their servers are. */
public final class ServiceSettings {

    /** The property of a service that has a port of its own for its management. */
    static final String MANAGEMENT_PORT = "management.server.port";

    private static final String ANY = "0";

    private final Map<String, String> settings = new HashMap<>(Map.of(
            "server.address", "127.0.0.1",
            "server.port", ANY,
            "lockrace.lock.memcached.servers", "",
            "lockrace.lock.redis.uri", ""));

    private ServiceSettings() {}

    /** What all services need; no lock server yet. */
    public static ServiceSettings of(Endpoint database, Endpoint broker) {
        return new ServiceSettings()
                .with("spring.datasource.url", database.jdbcUrl())
                .with("spring.datasource.username", database.user())
                .with("spring.datasource.password", database.password())
                .with("spring.rabbitmq.host", broker.host())
                .with("spring.rabbitmq.port", String.valueOf(broker.port()))
                .with("spring.rabbitmq.username", broker.user())
                .with("spring.rabbitmq.password", broker.password());
    }

    public ServiceSettings memcached(Endpoint server) {
        return with("lockrace.lock.memcached.servers", server.host() + ":" + server.port());
    }

    public ServiceSettings redis(Endpoint server) {
        String credentials = server.password() == null
                ? ""
                : "%s:%s@".formatted(server.user() == null ? "" : encoded(server.user()), encoded(server.password()));
        return with("lockrace.lock.redis.uri", "redis://%s%s:%d".formatted(credentials, server.host(), server.port()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A database for the locks alone. */
    public ServiceSettings lockDatabase(Endpoint database) {
        return with("lockrace.lock.database.url", database.jdbcUrl())
                .with("lockrace.lock.database.username", database.user())
                .with("lockrace.lock.database.password", database.password());
    }

    /** A producer's; without a token that the environment may have for another one. */
    public Map<String, String> producer() {
        return with(MANAGEMENT_PORT, ANY)
                .with("management.server.address", "127.0.0.1")
                .with("lockrace.api.token", "")
                .settings;
    }

    /** A worker's of that name. Each run names its backend; the worker's own default must only be there. */
    public Map<String, String> worker(String name) {
        return with("lockrace.worker.name", name).with("lockrace.lock.backend", "database").settings;
    }

    private ServiceSettings with(String property, @Nullable String value) {
        settings.put(property, Objects.requireNonNull(value, property));
        return this;
    }
}
