package dev.lockrace.lab.faults.scene;

import dev.lockrace.lab.LabException;
import dev.lockrace.lab.progress.Progress;
import dev.lockrace.lab.stack.WorkFolder;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.process.Ports;
import java.io.IOException;
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
public final class DockerFaultServers implements FaultServers {

    private static final String RECORD = "record";
    private static final String BROKER = "broker";
    private static final String USER = "lockrace";
    private static final List<String> SERVICES = List.of(RECORD, BROKER, "database", "memcached", "redis");

    private final Compose compose;
    private final Map<String, Integer> ports;
    private final String password;
    private final Map<RaceBackend, LockServer> locks = new EnumMap<>(RaceBackend.class);

    private DockerFaultServers(Compose compose, Map<String, Integer> ports, String password) {
        this.compose = compose;
        this.ports = ports;
        this.password = password;
    }

    /**
     * Starts them; may pull images.
     *
     * @throws LabException if one does not get healthy: tells what docker said; nothing is left running then
     */
    public static DockerFaultServers start(WorkFolder work, Progress progress) {
        Map<String, Integer> ports = choosePorts();
        String password = UUID.randomUUID().toString();
        Map<String, String> variables = new HashMap<>(Map.of("LOCKRACE_FAULTS_PASSWORD", password));
        ports.forEach((service, port) -> variables.put(
                "LOCKRACE_FAULTS_%s_PORT".formatted(service.toUpperCase(Locale.ROOT)), String.valueOf(port)));
        Compose compose = Compose.of(work.deployment("faults-compose.yml"), work, variables);
        progress.begin("containers", 1);
        try {
            progress.waitingFor(String.join(", ", SERVICES));
            compose.up();
            DockerFaultServers servers = new DockerFaultServers(compose, ports, password);
            servers.describe();
            return servers;
        } catch (LabException e) {
            compose.close();
            throw e;
        } finally {
            progress.end();
        }
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
            throw new LabException("No port for a container: " + e.getMessage(), e);
        }
    }

    private void describe() {
        put(RaceBackend.DATABASE, compose.ask("database", "postgres", "--version"));
        put(RaceBackend.MEMCACHED, compose.ask("memcached", "memcached", "-V"));
        put(RaceBackend.REDIS, compose.ask("redis", "redis-server", "--version"));
    }

    private void put(RaceBackend backend, String description) {
        locks.put(backend, new DockerLockServer(compose, backend.id(), endpoint(backend.id()), description));
    }

    private Endpoint endpoint(String service) {
        int port = Objects.requireNonNull(ports.get(service), service);
        return switch (service) {
            case RECORD, "database" ->
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
    public Endpoint record() {
        return endpoint(RECORD);
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
            throw new IllegalArgumentException("Backend %s has no server".formatted(backend.id()));
        }
        return server;
    }

    @Override
    public Set<Ability> abilities() {
        return EnumSet.allOf(Ability.class);
    }

    @Override
    public void restartRecord() {
        compose.kill(RECORD);
        compose.up(RECORD);
    }

    @Override
    public Duration timeToStart() {
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
        descriptions.put(RECORD, compose.ask(RECORD, "postgres", "--version"));
        descriptions.put(BROKER, "RabbitMQ " + compose.ask(BROKER, "rabbitmqctl", "version"));
        locks.forEach((backend, server) -> descriptions.put(backend.id(), server.description()));
        return descriptions;
    }

    @Override
    public void close() {
        compose.close();
    }
}
