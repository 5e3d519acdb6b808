package dev.lockrace.servers.redis;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.ServerProcess;
import dev.lockrace.servers.process.Cache;
import dev.lockrace.servers.process.GuardedServer;
import dev.lockrace.servers.process.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Redis as a program; without its data after a restart, or with all that it confirmed. */
public final class RedisServer extends GuardedServer {

    private static final String MEMORY = "128mb";
    private static final String CONNECTIONS = "1024";

    private final Cache cache;
    private final boolean durable;
    private volatile String version = "";

    /**
     * Creates Redis as a process of its own, without a password, with its data in memory alone.
     *
     * <p>It needs OpenSSL 3 of the system. Without it, its start fails and says so.
     *
     * @param directory the server's own; see {@link dev.lockrace.servers.Server}
     * @param cache where its program is unpacked, once
     */
    public static ServerProcess inMemory(Path directory, Path cache) {
        return new RedisServer(directory, cache, false);
    }

    /** Creates {@link #inMemory} with each write synced, so that a restart, also after SIGKILL, loses nothing. */
    public static ServerProcess durable(Path directory, Path cache) {
        return new RedisServer(directory, cache, true);
    }

    private RedisServer(Path folder, Path cache, boolean durable) {
        super("redis", folder, "TERM", "KILL");
        this.cache = new Cache(cache);
        this.durable = durable;
    }

    @Override
    protected List<String> prepare(int port) throws IOException, InterruptedException {
        Path program = RedisBinary.unpacked(cache);
        version = RedisBinary.version(program);
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of("--bind", Ports.HOST, "--port", Integer.toString(port)));
        command.addAll(List.of("--dir", folder().toString(), "--maxclients", CONNECTIONS));
        // A list of processes shows the whole command then.
        command.addAll(List.of("--set-proc-title", "no"));
        // A full store refuses to write: one that makes room instead would drop locks that are held.
        command.addAll(List.of("--maxmemory", MEMORY, "--maxmemory-policy", "noeviction"));
        command.addAll(List.of("--save", "", "--appendonly", durable ? "yes" : "no", "--appendfsync", "always"));
        return command;
    }

    /** Also says no while it still loads its data. */
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
        return Endpoint.open(port);
    }
}
