package dev.lockrace.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Redis as a program; without its data after a restart, or with all that it confirmed. */
final class RedisServer extends GuardedServer {

    private static final String MEMORY = "128mb";
    private static final String CONNECTIONS = "1024";

    private final Cache cache;
    private final boolean durable;
    private volatile String version = "";

    RedisServer(Path folder, Path cache, boolean durable) {
        super(EmbeddedServers.REDIS, folder, "TERM", "KILL");
        this.cache = new Cache(cache);
        this.durable = durable;
    }

    @Override
    List<String> prepare(int port) throws IOException, InterruptedException {
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
    boolean isReady(int port, long pid) {
        return RedisPing.isAnswered(port);
    }

    @Override
    String describe(int port) {
        return "Redis " + version;
    }

    @Override
    Endpoint endpointAt(int port) {
        return Endpoint.open(port);
    }
}
