package dev.lockrace.lab.stack;

import dev.lockrace.lab.LabException;
import dev.lockrace.lab.progress.Progress;
import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.ServerException;
import dev.lockrace.servers.host.HostLaunch;
import dev.lockrace.servers.host.HostedServer;
import dev.lockrace.servers.host.HostedServers;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Servers, producer and workers, started and ready for a race. Closing it ends them all; so does the end of this JVM,
 * however that comes.
 */
public final class Stack implements AutoCloseable {

    private static final List<String> SERVERS = List.of("postgresql", "amqp", "memcached", "redis");

    private final HostedServers servers;
    private final List<ServiceProcess> services = new ArrayList<>();

    private Stack(HostedServers servers) {
        this.servers = servers;
    }

    /**
     * Starts everything; blocks until all workers consume and have touched every backend.
     *
     * @throws LabException if a part does not start; nothing is left running then
     */
    public static Stack start(WorkFolder work, int workers, Progress progress) {
        HostedServers servers = startServers(work, progress);
        Stack stack = new Stack(servers);
        try {
            stack.startServices(work, workers);
            Readiness.await(stack.services, progress);
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    private static HostedServers startServers(WorkFolder work, Progress progress) {
        progress.begin("servers", SERVERS.size());
        try {
            return HostedServers.launch(launch(work), server -> progress.done(server.description()));
        } catch (ServerException e) {
            throw new LabException("A server could not be started: " + e.getMessage(), e);
        } finally {
            progress.end();
        }
    }

    private static HostLaunch launch(WorkFolder work) {
        return HostLaunch.ofThisJvm(work.servers(), work.cache(), work.log("servers"), SERVERS.toArray(String[]::new));
    }

    private void startServices(WorkFolder work, int workers) {
        services.add(ServiceProcess.start(
                work, "producer", "producer-service", settings().producer()));
        for (int i = 1; i <= workers; i++) {
            String name = "worker-" + i;
            services.add(ServiceProcess.start(
                    work, name, "worker-service", settings().worker(name)));
        }
    }

    private ServiceSettings settings() {
        return ServiceSettings.of(endpoint("postgresql"), endpoint("amqp"))
                .memcached(endpoint("memcached"))
                .redis(endpoint("redis"));
    }

    private Endpoint endpoint(String server) {
        return servers.server(server).endpoint();
    }

    /** The address of the producer's HTTP interface. */
    public URI producer() {
        return services.get(0).http();
    }

    public List<ServiceProcess> workers() {
        return services.subList(1, services.size());
    }

    /** What the servers are, by name, such as {@code memcached: memcached 1.6.38}. */
    public Map<String, String> descriptions() {
        Map<String, String> descriptions = new LinkedHashMap<>();
        for (String name : SERVERS) {
            descriptions.put(name, servers.server(name).description());
        }
        return descriptions;
    }

    /** Where everything is, by name, for people. */
    public Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        addresses.put("producer", producer() + "/hello");
        workers()
                .forEach(worker -> addresses.put(worker.name(), worker.metrics().toString()));
        for (HostedServer server : servers.servers()) {
            addresses.put(server.name(), address(server));
        }
        return addresses;
    }

    private static String address(HostedServer server) {
        Endpoint endpoint = server.endpoint();
        String address = endpoint.jdbcUrl() == null ? endpoint.toString() : endpoint.jdbcUrl();
        return endpoint.user() == null
                ? address
                : "%s (user %s, password %s)".formatted(address, endpoint.user(), endpoint.password());
    }

    @Override
    public void close() {
        services.forEach(ServiceProcess::close);
        servers.close();
    }
}
