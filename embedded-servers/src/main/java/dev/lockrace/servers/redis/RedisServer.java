package dev.lockrace.servers.redis;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.ServerProcess;
import dev.lockrace.servers.process.DirectoryCache;
import dev.lockrace.servers.process.GuardedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Redis in its own process, in memory or durable. */
public final class RedisServer extends GuardedServer {

    private static final String MEMORY = "128mb";
    private static final String CONNECTIONS = "1024";

    private final DirectoryCache cache;
    private final List<String> options;
    private volatile String version = "";

    /**
     * Creates a Redis server without authentication that keeps its data in memory only.
     *
     * <p>It needs OpenSSL 3 on this system. Otherwise its start fails with a message that says so.
     *
     * @param directory the server's directory, deleted on {@link #close}
     * @param cache the directory of unpacked programs
     */
    public static ServerProcess inMemory(Path directory, Path cache) {
        return new RedisServer(directory, cache, List.of("--appendonly", "no"));
    }

    /** Creates a Redis server that syncs each write, so that it loses no confirmed write, even when it is killed. */
    public static ServerProcess durable(Path directory, Path cache) {
        return new RedisServer(directory, cache, List.of("--appendonly", "yes"));
    }

    /**
     * Creates a node of a cluster, which has no slots yet. Like {@link #inMemory}, it has no authentication.
     *
     * @param timeout the time after which a node that does not answer is replaced by its replica
     */
    static ServerProcess clusterNode(Path directory, Path cache, Duration timeout) {
        return new RedisServer(
                directory,
                cache,
                List.of(
                        "--appendonly",
                        "no",
                        "--cluster-enabled",
                        "yes",
                        "--cluster-node-timeout",
                        Long.toString(timeout.toMillis()),
                        "--repl-diskless-sync-delay",
                        "0"));
    }

    private RedisServer(Path directory, Path cache, List<String> options) {
        super("redis", directory, "TERM", "KILL");
        this.cache = new DirectoryCache(cache);
        this.options = options;
    }

    @Override
    protected List<String> prepare(int port) throws IOException, InterruptedException {
        Path program = RedisBinary.unpacked(cache);
        version = RedisBinary.version(program);
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of("--bind", Endpoint.LOOPBACK, "--port", Integer.toString(port)));
        command.addAll(List.of("--dir", directory().toString(), "--maxclients", CONNECTIONS));
        // Keeps the whole command line visible in process lists.
        command.addAll(List.of("--set-proc-title", "no"));
        // A full server rejects writes. Eviction would drop locks that are held.
        command.addAll(List.of("--maxmemory", MEMORY, "--maxmemory-policy", "noeviction"));
        command.addAll(List.of("--save", "", "--appendfsync", "always"));
        command.addAll(options);
        return command;
    }

    @Override
    protected boolean isReady(int port, long pid) {
        return RedisPing.isAnswered(port);
    }

    @Override
    protected String describe(int port) {
        return "Redis " + version;
    }

    @Override
    protected Endpoint endpointAt(int port) {
        return Endpoint.withoutUser(port);
    }
}
