package dev.lockrace.lab.testbed.server;

import dev.lockrace.lab.cli.LabException;
import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.memcached.MemcachedMemory;
import dev.lockrace.servers.process.MemoryPressure;
import dev.lockrace.servers.redis.RedisMemory;

/** The memory of a lock server that is filled, by the kind of server. */
final class FilledMemory {

    private FilledMemory() {}

    /**
     * Starts to fill the memory of a running server.
     *
     * @throws LabException if the server evicts nothing
     */
    static MemoryPressure of(String server, Endpoint endpoint) {
        return switch (server) {
            case "memcached" -> MemcachedMemory.fill(endpoint);
            case "redis" -> RedisMemory.fill(endpoint);
            default -> throw new LabException("%s evicts nothing when its memory is full".formatted(server));
        };
    }
}
