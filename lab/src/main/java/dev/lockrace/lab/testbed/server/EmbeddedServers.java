package dev.lockrace.lab.testbed.server;

import dev.lockrace.lab.cli.LabException;
import dev.lockrace.lab.cli.Progress;
import dev.lockrace.lab.cli.WorkDirectory;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.Server;
import dev.lockrace.servers.ServerException;
import dev.lockrace.servers.ServerProcess;
import dev.lockrace.servers.host.HostLaunch;
import dev.lockrace.servers.host.HostedServers;
import dev.lockrace.servers.memcached.MemcachedServers;
import dev.lockrace.servers.postgres.PostgresServer;
import dev.lockrace.servers.process.SteppedClock;
import dev.lockrace.servers.redis.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * Servers from Maven's repository and of this machine, each in its own process. The broker keeps its messages in memory.
 */
public final class EmbeddedServers implements Servers {

    private static final String BROKER = "amqp";

    private final WorkDirectory work;
    private final HostedServers hosted;
    private final ServerProcess eventDatabase;
    private final Map<RaceBackend, ServerProcess> locks;
    private final boolean steppedClocks;

    private EmbeddedServers(
            WorkDirectory work,
            HostedServers hosted,
            ServerProcess eventDatabase,
            Map<RaceBackend, ServerProcess> locks,
            boolean steppedClocks) {
        this.work = work;
        this.hosted = hosted;
        this.eventDatabase = eventDatabase;
        this.locks = locks;
        this.steppedClocks = steppedClocks;
    }

    /** Starts the servers. Their clocks cannot be stepped. */
    public static EmbeddedServers start(WorkDirectory work, Collection<RaceBackend> backends, Progress progress) {
        return start(work, backends, false, progress);
    }

    /**
     * Starts the servers.
     *
     * @param backends the backends whose lock servers are needed
     * @param stepClocks whether the clocks of the lock servers will be stepped, if this machine has libfaketime
     * @throws LabException if a server does not start; nothing is left running then. The message names the server, the
     *     cause and the log.
     */
    public static EmbeddedServers start(
            WorkDirectory work, Collection<RaceBackend> backends, boolean stepClocks, Progress progress) {
        boolean steppedClocks = stepClocks && SteppedClock.isAvailable();
        ServerProcess eventDatabase = PostgresServer.create(work.server("events"), work.cache());
        Map<RaceBackend, ServerProcess> locks = lockServers(work);
        locks.keySet().retainAll(backends);
        if (steppedClocks) {
            // Without memcached, which ends its items by its monotonic clock.
            Stream.of(RaceBackend.DATABASE, RaceBackend.REDIS)
                    .flatMap(backend -> Stream.ofNullable(locks.get(backend)))
                    .forEach(ServerProcess::useSteppedClock);
        }
        List<ServerProcess> processes = new ArrayList<>(locks.values());
        processes.add(eventDatabase);
        progress.begin("servers", 1 + processes.size());
        CompletableFuture<Void> starting = CompletableFuture.allOf(processes.stream()
                .map(server -> CompletableFuture.runAsync(server::start, EmbeddedServers::newThread))
                .toArray(CompletableFuture[]::new));
        try {
            HostLaunch launch = HostLaunch.ofThisJvm(work.servers(), work.cache(), work.log("servers"), BROKER);
            HostedServers hosted = HostedServers.launch(launch, server -> progress.done(server.description()));
            EmbeddedServers servers = new EmbeddedServers(work, hosted, eventDatabase, locks, steppedClocks);
            servers.await(starting);
            processes.forEach(server -> progress.done(server.description()));
            return servers;
        } catch (ServerException e) {
            starting.exceptionally(failure -> null).join();
            processes.forEach(Server::close);
            throw failedStart(e);
        } finally {
            progress.end();
        }
    }

    /** The common pool may have one thread, on which the servers would start one after the other. */
    private static void newThread(Runnable start) {
        Thread thread = new Thread(start, "server-start");
        thread.setDaemon(true);
        thread.start();
    }

    private static Map<RaceBackend, ServerProcess> lockServers(WorkDirectory work) {
        Map<RaceBackend, ServerProcess> locks = new EnumMap<>(RaceBackend.class);
        locks.put(RaceBackend.DATABASE, PostgresServer.create(work.server("postgresql"), work.cache()));
        locks.put(RaceBackend.MEMCACHED, MemcachedServers.availableProcess(work.server("memcached")));
        locks.put(RaceBackend.REDIS, RedisServer.durable(work.server("redis"), work.cache()));
        return locks;
    }

    private void await(CompletableFuture<Void> starting) {
        try {
            starting.join();
        } catch (CompletionException e) {
            starting.exceptionally(failure -> null).join();
            close();
            throw failedStart(e.getCause() instanceof ServerException cause ? cause : e);
        }
    }

    private static LabException failedStart(Throwable cause) {
        return new LabException("Cannot start a server: " + cause.getMessage(), cause);
    }

    @Override
    public String kind() {
        return "embedded";
    }

    @Override
    public Endpoint eventDatabase() {
        return eventDatabase.endpoint();
    }

    @Override
    public Endpoint broker() {
        return hosted.server(BROKER).endpoint();
    }

    @Override
    public Set<RaceBackend> lockServers() {
        return Collections.unmodifiableSet(locks.keySet());
    }

    @Override
    public LockServer lockServer(RaceBackend backend) {
        ServerProcess server = locks.get(backend);
        if (server == null) {
            throw new IllegalArgumentException("Backend %s has no lock server".formatted(backend.id()));
        }
        return new EmbeddedLockServer(server, () -> newReplica(backend));
    }

    private ServerProcess newReplica(RaceBackend backend) {
        if (backend != RaceBackend.REDIS) {
            throw new UnsupportedOperationException("Backend %s has no replica".formatted(backend.id()));
        }
        return RedisServer.durable(work.server("redis-replica"), work.cache());
    }

    @Override
    public Set<ServerCapability> capabilities() {
        Set<ServerCapability> capabilities = EnumSet.complementOf(EnumSet.of(ServerCapability.RESTART_BROKER));
        if (!steppedClocks) {
            capabilities.remove(ServerCapability.STEP_CLOCK);
        }
        if (locks.containsKey(RaceBackend.MEMCACHED) && !MemcachedServers.isInstalled()) {
            capabilities.remove(ServerCapability.EVICT); // Infinispan has no limit
        }
        if (!PoolerProcess.isAvailable()) {
            capabilities.remove(ServerCapability.POOL);
        }
        return capabilities;
    }

    @Override
    public PoolerProcess startPooler(Endpoint database) {
        return PoolerProcess.start(work.server("pgbouncer"), database);
    }

    @Override
    public void restartEventDatabase() {
        eventDatabase.kill();
        eventDatabase.start();
    }

    @Override
    public Duration startupTime() {
        return Duration.ofSeconds(2);
    }

    @Override
    public Map<String, String> descriptions() {
        Map<String, String> descriptions = new LinkedHashMap<>();
        descriptions.put("event-database", eventDatabase.description());
        descriptions.put("broker", hosted.server(BROKER).description());
        locks.forEach((backend, server) -> descriptions.put(backend.id(), server.description()));
        return descriptions;
    }

    @Override
    public void close() {
        locks.values().forEach(Server::close);
        eventDatabase.close();
        hosted.close();
    }
}
