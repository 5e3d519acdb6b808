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

/** The servers of one benchmark, outside of the JVMs that are measured. They end with this JVM, however that ends. */
public final class BenchServers implements AutoCloseable {

    private final @Nullable HostedServers hosted;
    private final AtomicBoolean closed = new AtomicBoolean();

    private BenchServers(@Nullable HostedServers hosted) {
        this.hosted = hosted;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "close-on-exit"));
    }

    /**
     * Starts them, and waits until they are up.
     *
     * @param names as {@link HostLaunch} knows them; none is fine
     * @throws BenchException if one does not start
     */
    public static BenchServers start(List<String> names) {
        if (names.isEmpty()) {
            return new BenchServers(null);
        }
        Path target = Path.of(System.getProperty("lockrace.home", ""))
                .toAbsolutePath()
                .resolve("target");
        Path work = target.resolve("lockrace-bench");
        String call = "servers-" + ProcessHandle.current().pid();
        HostLaunch launch = HostLaunch.ofThisJvm(
                work.resolve(call),
                target.resolve("lockrace-cache"),
                work.resolve(call + ".log"),
                names.toArray(String[]::new));
        try {
            return new BenchServers(HostedServers.launch(launch, server -> {}));
        } catch (ServerException e) {
            throw new BenchException("A server could not be started: " + e.getMessage(), e);
        }
    }

    public Addresses addresses() {
        Map<String, Endpoint> endpoints = new HashMap<>();
        servers().forEach(server -> endpoints.put(server.name(), server.endpoint()));
        return new Addresses(endpoints);
    }

    /** What they are, by name. */
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
