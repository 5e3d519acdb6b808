package dev.lockrace.lab.testbed.service;

import dev.lockrace.race.RaceBackend;
import dev.lockrace.servers.Endpoint;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The Spring Boot properties of the services, derived from the endpoints of their servers. */
public final class ServiceSettings {

    /** The property of a service with a separate management port. */
    static final String MANAGEMENT_PORT = "management.server.port";

    private static final String ANY_PORT = "0";

    private final Map<String, String> settings =
            new HashMap<>(Map.of("server.address", "127.0.0.1", "server.port", ANY_PORT));

    /** The backends of a worker: those without a lock server of their own, and those whose server was added. */
    private final Set<RaceBackend> backends = EnumSet.of(RaceBackend.LOCAL, RaceBackend.DATABASE);

    private ServiceSettings() {}

    /** Returns the properties that all services need, without a lock server. */
    public static ServiceSettings of(Endpoint eventDatabase, Endpoint broker) {
        return new ServiceSettings()
                .with("spring.datasource.url", eventDatabase.jdbcUrl())
                .with("spring.datasource.username", eventDatabase.user())
                .with("spring.datasource.password", eventDatabase.password())
                .with("spring.rabbitmq.host", broker.host())
                .with("spring.rabbitmq.port", String.valueOf(broker.port()))
                .with("spring.rabbitmq.username", broker.user())
                .with("spring.rabbitmq.password", broker.password());
    }

    /**
     * Adds a lock server.
     *
     * @throws IllegalArgumentException if the backend has no server
     */
    public ServiceSettings lockServer(RaceBackend backend, Endpoint server) {
        backends.add(backend);
        return switch (backend) {
            case DATABASE -> lockDatabase(server);
            case MEMCACHED -> memcached(server);
            case REDIS -> redis(server);
            case LOCAL -> throw new IllegalArgumentException("Backend local has no lock server");
        };
    }

    private ServiceSettings memcached(Endpoint server) {
        return with("lockrace.lock.memcached.servers", server.host() + ":" + server.port());
    }

    private ServiceSettings redis(Endpoint server) {
        String credentials = server.password() == null
                ? ""
                : "%s:%s@".formatted(server.user() == null ? "" : encoded(server.user()), encoded(server.password()));
        return with("lockrace.lock.redis.uri", "redis://%s%s:%d".formatted(credentials, server.host(), server.port()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private ServiceSettings lockDatabase(Endpoint database) {
        return with("lockrace.lock.database.url", database.jdbcUrl())
                .with("lockrace.lock.database.username", database.user())
                .with("lockrace.lock.database.password", database.password());
    }

    /** Returns the properties of a producer, without an API token that the environment may set. */
    public Map<String, String> producer() {
        return with(MANAGEMENT_PORT, ANY_PORT)
                .with("management.server.address", "127.0.0.1")
                .with("lockrace.api.token", "")
                .settings;
    }

    /** Returns the properties of a worker. Each run names its backend, so the default backend only has to exist. */
    public Map<String, String> worker(String name) {
        return with("lockrace.worker.name", name)
                .with("lockrace.lock.backend", "database")
                .with(
                        "lockrace.lock.additional-backends",
                        backends.stream().map(RaceBackend::id).collect(Collectors.joining(",")))
                .settings;
    }

    private ServiceSettings with(String property, @Nullable String value) {
        settings.put(property, Objects.requireNonNull(value, property));
        return this;
    }
}
