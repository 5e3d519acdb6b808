package dev.lockrace.lab.testbed.server;

import dev.lockrace.lab.cli.LabException;
import dev.lockrace.lab.cli.Progress;
import dev.lockrace.lab.cli.WorkDirectory;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.process.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** The real servers in containers ({@code deploy/faults-compose.yml}). */
public final class DockerServers implements Servers {

    private static final String EVENT_DATABASE = "event-database";
    private static final String BROKER = "broker";
    private static final String USER = "lockrace";
    private static final List<String> SERVICES = List.of(EVENT_DATABASE, BROKER, "database", "memcached", "redis");

    private final ComposeProject compose;
    private final Path poolerDirectory;
    private final Map<String, Integer> ports;
    private final String password;
    private final Map<RaceBackend, LockServer> locks = new EnumMap<>(RaceBackend.class);

    private DockerServers(ComposeProject compose, Path poolerDirectory, Map<String, Integer> ports, String password) {
        this.compose = compose;
        this.poolerDirectory = poolerDirectory;
        this.ports = ports;
        this.password = password;
    }

    /**
     * Starts the servers, and pulls their images if necessary.
     *
     * @throws LabException if a server does not become healthy; nothing is left running then. The message ends with
     *     docker's output.
     */
    public static DockerServers start(WorkDirectory work, Progress progress) {
        Map<String, Integer> ports = choosePorts();
        String password = UUID.randomUUID().toString();
        Map<String, String> variables = new HashMap<>(Map.of("LOCKRACE_FAULTS_PASSWORD", password));
        ports.forEach((service, port) -> variables.put(portVariable(service), String.valueOf(port)));
        ComposeProject compose = ComposeProject.of(work.deployment("faults-compose.yml"), work, variables);
        progress.begin("containers", 1);
        try {
            progress.waitingFor(String.join(", ", SERVICES));
            compose.up();
            DockerServers servers = new DockerServers(compose, work.server("pgbouncer"), ports, password);
            servers.describe();
            return servers;
        } catch (LabException e) {
            compose.close();
            throw e;
        } finally {
            progress.end();
        }
    }

    /** Returns the environment variable of the compose file that contains the service's port. */
    private static String portVariable(String service) {
        return "LOCKRACE_FAULTS_%s_PORT"
                .formatted(service.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static Map<String, Integer> choosePorts() {
        Map<String, Integer> ports = new HashMap<>();
        try {
            for (String service : SERVICES) {
                int port = Ports.choose();
                while (ports.containsValue(port)) {
                    port = Ports.choose();
                }
                ports.put(service, port);
            }
            return ports;
        } catch (IOException e) {
            throw new LabException("Cannot choose a port for a container: " + e.getMessage(), e);
        }
    }

    private void describe() {
        put(RaceBackend.DATABASE, compose.execute("database", "postgres", "--version"));
        put(RaceBackend.MEMCACHED, compose.execute("memcached", "memcached", "-V"));
        put(RaceBackend.REDIS, compose.execute("redis", "redis-server", "--version"));
    }

    private void put(RaceBackend backend, String description) {
        locks.put(backend, new DockerLockServer(compose, backend.id(), endpoint(backend.id()), description));
    }

    private Endpoint endpoint(String service) {
        int port = Objects.requireNonNull(ports.get(service), service);
        return switch (service) {
            case EVENT_DATABASE, "database" ->
                new Endpoint(
                        "127.0.0.1", port, USER, password, "jdbc:postgresql://127.0.0.1:%d/lockrace".formatted(port));
            case BROKER -> new Endpoint("127.0.0.1", port, USER, password, null);
            default -> new Endpoint("127.0.0.1", port, null, null, null);
        };
    }

    @Override
    public String kind() {
        return "docker";
    }

    @Override
    public Endpoint eventDatabase() {
        return endpoint(EVENT_DATABASE);
    }

    @Override
    public Endpoint broker() {
        return endpoint(BROKER);
    }

    @Override
    public Set<RaceBackend> lockServers() {
        return Collections.unmodifiableSet(locks.keySet());
    }

    @Override
    public LockServer lockServer(RaceBackend backend) {
        LockServer server = locks.get(backend);
        if (server == null) {
            throw new IllegalArgumentException("Backend %s has no lock server".formatted(backend.id()));
        }
        return server;
    }

    @Override
    public Set<ServerCapability> capabilities() {
        Set<ServerCapability> capabilities =
                EnumSet.complementOf(EnumSet.of(ServerCapability.STEP_CLOCK, ServerCapability.REPLICATE));
        if (!PoolerProcess.isAvailable()) {
            capabilities.remove(ServerCapability.POOL);
        }
        return capabilities;
    }

    @Override
    public PoolerProcess startPooler(Endpoint database) {
        return PoolerProcess.start(poolerDirectory, database);
    }

    @Override
    public void restartEventDatabase() {
        compose.kill(EVENT_DATABASE);
        compose.up(EVENT_DATABASE);
    }

    @Override
    public Duration startupTime() {
        return Duration.ofSeconds(9);
    }

    @Override
    public void restartBroker() {
        compose.kill(BROKER);
        compose.up(BROKER);
    }

    @Override
    public Map<String, String> descriptions() {
        Map<String, String> descriptions = new LinkedHashMap<>();
        descriptions.put(EVENT_DATABASE, compose.execute(EVENT_DATABASE, "postgres", "--version"));
        descriptions.put(BROKER, "RabbitMQ " + compose.execute(BROKER, "rabbitmqctl", "version"));
        locks.forEach((backend, server) -> descriptions.put(backend.id(), server.description()));
        return descriptions;
    }

    @Override
    public void close() {
        compose.close();
    }
}
