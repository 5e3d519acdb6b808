package dev.lockrace.lab.stack;

import dev.lockrace.lab.LabException;
import dev.lockrace.lab.progress.Progress;
import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.HostLaunch;
import dev.lockrace.servers.HostedServer;
import dev.lockrace.servers.HostedServers;
import dev.lockrace.servers.ServerException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Servers, producer and workers, started and ready for a race. Closing it ends them all; so does the end of this JVM,
 * however that comes.
 */
public final class Stack implements AutoCloseable {

    /** Long, for a machine that is busy with other things: a service that fails ends by itself, and is noticed at once. */
    private static final Duration READY_LIMIT = Duration.ofMinutes(5);

    private static final Duration CHECK_INTERVAL = Duration.ofMillis(50);
    private static final List<String> SERVERS = List.of("postgresql", "amqp", "memcached", "redis");

    private final HostedServers servers;
    private final List<ServiceProcess> services = new ArrayList<>();
    private final URI producer;

    private Stack(HostedServers servers, int producerPort) {
        this.servers = servers;
        this.producer = URI.create("http://127.0.0.1:" + producerPort);
    }

    /**
     * Starts everything; blocks until all workers consume and have touched every backend.
     *
     * @throws LabException if a part does not start; nothing is left running then
     */
    public static Stack start(WorkFolder work, int workers, Progress progress) {
        HostedServers servers = startServers(work, progress);
        List<Integer> ports = FreePorts.find(workers + 2);
        Stack stack = new Stack(servers, ports.get(0));
        try {
            stack.startServices(work, ports);
            stack.awaitReady(progress);
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

    private void startServices(WorkFolder work, List<Integer> ports) {
        Map<String, String> shared = sharedSettings();
        Map<String, String> producerSettings = new HashMap<>(shared);
        producerSettings.put("server.port", String.valueOf(ports.get(0)));
        producerSettings.put("management.server.port", String.valueOf(ports.get(1)));
        producerSettings.put("management.server.address", "127.0.0.1");
        services.add(ServiceProcess.start(work, "producer", "producer-service", ports.get(1), producerSettings));
        for (int i = 1; i <= ports.size() - 2; i++) {
            Map<String, String> settings = new HashMap<>(shared);
            int port = ports.get(i + 1);
            settings.put("server.port", String.valueOf(port));
            settings.put("lockrace.worker.name", "worker-" + i);
            services.add(ServiceProcess.start(work, "worker-" + i, "worker-service", port, settings));
        }
    }

    private Map<String, String> sharedSettings() {
        Endpoint database = servers.server("postgresql").endpoint();
        Endpoint broker = servers.server("amqp").endpoint();
        Endpoint memcached = servers.server("memcached").endpoint();
        Endpoint redis = servers.server("redis").endpoint();
        return Map.of(
                "server.address", "127.0.0.1",
                "spring.datasource.url", Objects.requireNonNull(database.jdbcUrl()),
                "spring.datasource.username", Objects.requireNonNull(database.user()),
                "spring.datasource.password", Objects.requireNonNull(database.password()),
                "spring.rabbitmq.host", broker.host(),
                "spring.rabbitmq.port", String.valueOf(broker.port()),
                "spring.rabbitmq.username", Objects.requireNonNull(broker.user()),
                "spring.rabbitmq.password", Objects.requireNonNull(broker.password()),
                "lockrace.lock.memcached.servers", memcached.toString(),
                "lockrace.lock.redis.uri", "redis://" + redis);
    }

    private void awaitReady(Progress progress) {
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        long end = System.nanoTime() + READY_LIMIT.toNanos();
        progress.begin("services", services.size());
        try {
            for (ServiceProcess service : services) {
                progress.waitingFor(service.name());
                while (!service.isReady(http)) {
                    if (System.nanoTime() - end > 0) {
                        throw service.notReady(READY_LIMIT);
                    }
                    pause();
                }
                progress.done(service.name());
            }
        } finally {
            progress.end();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(CHECK_INTERVAL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("Interrupted while the services started", e);
        }
    }

    /** The address of the producer's HTTP interface. */
    public URI producer() {
        return producer;
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
        addresses.put("producer", producer + "/hello");
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
