package dev.lockrace.servers.memcached;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.process.Commands;
import dev.lockrace.servers.process.GuardedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The {@code memcached} that is installed on this machine. */
final class MachineMemcachedServer extends GuardedServer {

    private static final String MEGABYTES = "64";
    private static final String CONNECTIONS = "1024";

    MachineMemcachedServer(Path directory) {
        // It has no data to save, and takes seconds to exit on any other signal.
        super("memcached", directory, "KILL", "KILL");
    }

    @Override
    protected List<String> prepare(int port) throws IOException {
        Path program = Commands.find("memcached")
                .orElseThrow(() -> new IOException("no program 'memcached' on the PATH: install it, or use"
                        + " Infinispan, which needs no installation"));
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of("-l", Endpoint.LOOPBACK, "-p", Integer.toString(port), "-U", "0"));
        command.addAll(List.of("-m", MEGABYTES, "-c", CONNECTIONS));
        // memcached refuses to start as root without an explicit user. Other users run it as themselves.
        command.addAll(List.of("-u", System.getProperty("user.name")));
        return command;
    }

    @Override
    protected boolean isReady(int port, long pid) {
        return MemcachedVersion.of(port).isPresent();
    }

    @Override
    protected String describe(int port) throws IOException {
        return "memcached "
                + MemcachedVersion.of(port)
                        .orElseThrow(() -> new IOException("memcached did not answer the 'version' command"));
    }

    @Override
    protected Endpoint endpointAt(int port) {
        return Endpoint.withoutUser(port);
    }
}
