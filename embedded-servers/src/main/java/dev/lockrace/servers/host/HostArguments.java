package dev.lockrace.servers.host;

import dev.lockrace.servers.Server;
import dev.lockrace.servers.amqp.QpidServer;
import dev.lockrace.servers.memcached.MemcachedServers;
import dev.lockrace.servers.postgres.PostgresServer;
import dev.lockrace.servers.redis.RedisServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command line arguments of {@link ServerHost}.
 *
 * @param directory the host's own directory with the servers' data, deleted when the host exits
 * @param cache the directory of unpacked programs, which is kept
 * @param servers names as in {@link Server#name}, or {@code machine-memcached}, {@code infinispan-memcached} or
 *     {@code durable-redis} to select an implementation
 */
record HostArguments(Path directory, Path cache, List<String> servers) {

    private static final String USAGE = "usage: ServerHost --directory DIR --cache DIR SERVER..., each SERVER one of"
            + " postgresql, amqp, memcached, machine-memcached, infinispan-memcached, redis, durable-redis";

    /**
     * Parses the arguments.
     *
     * @throws IllegalArgumentException with the usage, if the arguments are invalid
     */
    static HostArguments parse(String... arguments) {
        Map<String, String> options = new HashMap<>();
        List<String> servers = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--directory", "--cache" -> {
                    String value = i + 1 < arguments.length ? arguments[i + 1] : "";
                    options.put(arguments[i], value);
                    i++;
                }
                default -> servers.add(arguments[i]);
            }
        }
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("no server is named; " + USAGE);
        }
        return new HostArguments(path(options, "--directory"), path(options, "--cache"), List.copyOf(servers));
    }

    private static Path path(Map<String, String> options, String option) {
        return Optional.ofNullable(options.get(option))
                .filter(value -> !value.isEmpty())
                .map(Path::of)
                .map(Path::toAbsolutePath)
                .orElseThrow(() -> new IllegalArgumentException(option + " is missing; " + USAGE));
    }

    /** Creates the servers, each with its own directory, without starting them. */
    List<Server> createServers() {
        return servers.stream().map(this::createServer).toList();
    }

    private Server createServer(String server) {
        Path own = directory.resolve(server);
        return switch (server) {
            case "postgresql" -> PostgresServer.create(own, cache);
            case "amqp" -> QpidServer.create();
            case "memcached" -> MemcachedServers.available(own);
            case "machine-memcached" -> MemcachedServers.machine(own);
            case "infinispan-memcached" -> MemcachedServers.infinispan();
            case "redis" -> RedisServer.inMemory(own, cache);
            case "durable-redis" -> RedisServer.durable(own, cache);
            default -> throw new IllegalArgumentException("unknown server '%s'; %s".formatted(server, USAGE));
        };
    }
}
