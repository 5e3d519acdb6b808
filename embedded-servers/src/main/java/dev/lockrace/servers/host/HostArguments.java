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
 * The command line of {@link ServerHost}.
 *
 * @param folder what the servers keep; the host's own, deleted at its end
 * @param cache what is kept for the next time
 * @param servers names as in {@link Server#name}, and {@code machine-memcached}, {@code infinispan-memcached} and
 *     {@code durable-redis} for who leaves no choice
 */
record HostArguments(Path folder, Path cache, List<String> servers) {

    private static final String USAGE = "usage: ServerHost --folder FOLDER --cache FOLDER SERVER..., each SERVER one of"
            + " postgresql, amqp, memcached, machine-memcached, infinispan-memcached, redis, durable-redis";

    /** @throws IllegalArgumentException with the usage, when the arguments are not understood */
    static HostArguments parse(String... arguments) {
        Map<String, String> options = new HashMap<>();
        List<String> servers = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--folder", "--cache" -> {
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
        return new HostArguments(path(options, "--folder"), path(options, "--cache"), List.copyOf(servers));
    }

    private static Path path(Map<String, String> options, String option) {
        return Optional.ofNullable(options.get(option))
                .filter(value -> !value.isEmpty())
                .map(Path::of)
                .map(Path::toAbsolutePath)
                .orElseThrow(() -> new IllegalArgumentException(option + " is missing; " + USAGE));
    }

    /** The servers, in folders of their own, not yet started. */
    List<Server> build() {
        return servers.stream().map(this::build).toList();
    }

    private Server build(String server) {
        Path own = folder.resolve(server);
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
