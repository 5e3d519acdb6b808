package dev.lockrace.benchmarks.names;

import dev.lockrace.servers.Endpoint;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;

/** Probe of Redis: counts its keys. */
final class RedisProbe implements StoreProbe {

    private static final String USED_MEMORY = "used_memory:";

    private final RedisClient client;
    private final RedisCommands<String, String> commands;

    private RedisProbe(RedisClient client) {
        this.client = client;
        this.commands = client.connect().sync();
    }

    static RedisProbe connect(Endpoint endpoint) {
        return new RedisProbe(RedisClient.create("redis://%s:%d".formatted(endpoint.host(), endpoint.port())));
    }

    @Override
    public StoreContents contents() {
        return new StoreContents(commands.dbsize(), usedMemory());
    }

    private long usedMemory() {
        return commands.info("memory")
                .lines()
                .filter(line -> line.startsWith(USED_MEMORY))
                .mapToLong(line ->
                        Long.parseLong(line.substring(USED_MEMORY.length()).strip()))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("The memory section of Redis' INFO has no " + USED_MEMORY));
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
