package dev.lockrace.lab.testbed.server;

import dev.lockrace.lab.cli.LabException;
import dev.lockrace.lab.cli.Progress;
import dev.lockrace.lab.cli.WorkDirectory;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.ServerException;
import dev.lockrace.servers.host.HostLaunch;
import dev.lockrace.servers.host.HostedServer;
import dev.lockrace.servers.host.HostedServers;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Embedded servers that share one process, which starts fastest. The lock table is in the event database. The lab cannot
 * break these servers.
 */
public final class SharedProcessServers implements Servers {

    private static final String EVENT_DATABASE = "postgresql";
    private static final String BROKER = "amqp";
    private static final Map<RaceBackend, String> LOCK_SERVERS =
            Map.of(RaceBackend.MEMCACHED, "memcached", RaceBackend.REDIS, "redis");
    private static final List<String> NAMES = List.of(EVENT_DATABASE, BROKER, "memcached", "redis");

    private final HostedServers hosted;

    private SharedProcessServers(HostedServers hosted) {
        this.hosted = hosted;
    }

    /**
     * Starts the servers.
     *
     * @throws LabException if a server does not start; nothing is left running then
     */
    public static SharedProcessServers start(WorkDirectory work, Progress progress) {
        progress.begin("servers", NAMES.size());
        try {
            HostLaunch launch = HostLaunch.ofThisJvm(
                    work.servers(), work.cache(), work.log("servers"), NAMES.toArray(String[]::new));
            return new SharedProcessServers(
                    HostedServers.launch(launch, server -> progress.done(server.description())));
        } catch (ServerException e) {
            throw new LabException("Cannot start a server: " + e.getMessage(), e);
        } finally {
            progress.end();
        }
    }

    @Override
    public String kind() {
        return "embedded";
    }

    @Override
    public Endpoint eventDatabase() {
        return hosted.server(EVENT_DATABASE).endpoint();
    }

    @Override
    public Endpoint broker() {
        return hosted.server(BROKER).endpoint();
    }

    @Override
    public Set<RaceBackend> lockServers() {
        return LOCK_SERVERS.keySet();
    }

    @Override
    public LockServer lockServer(RaceBackend backend) {
        String name = LOCK_SERVERS.get(backend);
        if (name == null) {
            throw new IllegalArgumentException("Backend %s has no lock server".formatted(backend.id()));
        }
        return new UncontrolledLockServer(hosted.server(name).endpoint());
    }

    @Override
    public Set<ServerCapability> capabilities() {
        return EnumSet.noneOf(ServerCapability.class);
    }

    @Override
    public Duration startupTime() {
        return Duration.ZERO;
    }

    @Override
    public Map<String, String> descriptions() {
        Map<String, String> descriptions = new LinkedHashMap<>();
        NAMES.forEach(name -> descriptions.put(name, hosted.server(name).description()));
        return descriptions;
    }

    /** Returns where a user reaches each server, by name, with the credentials. */
    public Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        hosted.servers().forEach(server -> addresses.put(server.name(), address(server)));
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
        hosted.close();
    }
}
