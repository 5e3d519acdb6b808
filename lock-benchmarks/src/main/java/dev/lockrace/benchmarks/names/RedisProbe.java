package dev.lockrace.benchmarks.names;

import dev.lockrace.servers.Endpoint;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;

/** Counts Redis' keys. */
final class RedisProbe implements StoreProbe {

    private static final String USED = "used_memory:";

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
    public Contents contents() {
        return new Contents(commands.dbsize(), usedMemory());
    }

    private long usedMemory() {
        return commands.info("memory")
                .lines()
                .filter(line -> line.startsWith(USED))
                .mapToLong(line -> Long.parseLong(line.substring(USED.length()).strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Redis tells no " + USED));
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
