package dev.lockrace.benchmarks.setup;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.ServerException;
import dev.lockrace.servers.host.HostLaunch;
import dev.lockrace.servers.host.HostedServer;
import dev.lockrace.servers.host.HostedServers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The servers of a benchmark, in other processes than the measured JVM. They exit when this JVM exits in any way. */
public final class BenchServers implements AutoCloseable {

    private final @Nullable HostedServers hosted;
    private final AtomicBoolean closed = new AtomicBoolean();

    private BenchServers(@Nullable HostedServers hosted) {
        this.hosted = hosted;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "close-on-exit"));
    }

    /**
     * Starts the servers and waits until they are ready.
     *
     * @param names server names as in {@link HostLaunch}; may be empty
     * @throws BenchException if a server fails to start
     */
    public static BenchServers start(List<String> names) {
        if (names.isEmpty()) {
            return new BenchServers(null);
        }
        Path target = Path.of(System.getProperty("lockrace.home", ""))
                .toAbsolutePath()
                .resolve("target");
        Path work = target.resolve("lockrace-bench");
        String name = "servers-" + ProcessHandle.current().pid();
        HostLaunch launch = HostLaunch.ofThisJvm(
                work.resolve(name),
                target.resolve("lockrace-cache"),
                work.resolve(name + ".log"),
                names.toArray(String[]::new));
        try {
            return new BenchServers(HostedServers.launch(launch, server -> {}));
        } catch (ServerException e) {
            throw new BenchException("A server did not start: " + e.getMessage(), e);
        }
    }

    /** Returns the endpoints of the servers. */
    public Addresses addresses() {
        Map<String, Endpoint> endpoints = new HashMap<>();
        servers().forEach(server -> endpoints.put(server.name(), server.endpoint()));
        return new Addresses(endpoints);
    }

    /** Returns products and versions, by server name. */
    public Map<String, String> descriptions() {
        Map<String, String> descriptions = new LinkedHashMap<>();
        servers().forEach(server -> descriptions.put(server.name(), server.description()));
        return descriptions;
    }

    private List<HostedServer> servers() {
        return hosted == null ? List.of() : hosted.servers();
    }

    @Override
    public void close() {
        if (hosted != null && closed.compareAndSet(false, true)) {
            hosted.close();
        }
    }
}
