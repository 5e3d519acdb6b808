package dev.lockrace.lab.faults.scene;

import dev.lockrace.lab.LabException;
import dev.lockrace.lab.progress.Progress;
import dev.lockrace.lab.stack.WorkFolder;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.Server;
import dev.lockrace.servers.ServerException;
import dev.lockrace.servers.ServerProcess;
import dev.lockrace.servers.host.HostLaunch;
import dev.lockrace.servers.host.HostedServers;
import dev.lockrace.servers.memcached.MemcachedServers;
import dev.lockrace.servers.postgres.PostgresServer;
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

/**
 * Servers from Maven's repository and of this machine, each a process of its own. The broker keeps its messages in
 * memory.
 */
public final class EmbeddedFaultServers implements FaultServers {

    private static final String BROKER = "amqp";

    private final HostedServers hosted;
    private final ServerProcess record;
    private final Map<RaceBackend, ServerProcess> locks;

    private EmbeddedFaultServers(HostedServers hosted, ServerProcess record, Map<RaceBackend, ServerProcess> locks) {
        this.hosted = hosted;
        this.record = record;
        this.locks = locks;
    }

    /**
     * Starts them.
     *
     * @param backends whose lock servers are needed; one without a server needs none
     * @throws LabException if one does not start: says which, why, and where its log is; none is left running then
     */
    public static EmbeddedFaultServers start(WorkFolder work, Collection<RaceBackend> backends, Progress progress) {
        ServerProcess record = PostgresServer.create(work.server("record"), work.cache());
        Map<RaceBackend, ServerProcess> locks = lockServers(work);
        locks.keySet().retainAll(backends);
        List<ServerProcess> own = new ArrayList<>(locks.values());
        own.add(record);
        progress.begin("servers", 1 + own.size());
        CompletableFuture<Void> starting = CompletableFuture.allOf(own.stream()
                .map(server -> CompletableFuture.runAsync(server::start))
                .toArray(CompletableFuture[]::new));
        try {
            HostLaunch launch = HostLaunch.ofThisJvm(work.servers(), work.cache(), work.log("servers"), BROKER);
            HostedServers hosted = HostedServers.launch(launch, server -> progress.done(server.description()));
            EmbeddedFaultServers servers = new EmbeddedFaultServers(hosted, record, locks);
            servers.await(starting);
            own.forEach(server -> progress.done(server.description()));
            return servers;
        } catch (ServerException e) {
            starting.exceptionally(failure -> null).join();
            own.forEach(Server::close);
            throw notStarted(e);
        } finally {
            progress.end();
        }
    }

    private static Map<RaceBackend, ServerProcess> lockServers(WorkFolder work) {
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
            throw notStarted(e.getCause() instanceof ServerException cause ? cause : e);
        }
    }

    private static LabException notStarted(Throwable cause) {
        return new LabException("A server could not be started: " + cause.getMessage(), cause);
    }

    @Override
    public String kind() {
        return "embedded";
    }

    @Override
    public Endpoint record() {
        return record.endpoint();
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
            throw new IllegalArgumentException("Backend %s has no server".formatted(backend.id()));
        }
        return new EmbeddedLockServer(server);
    }

    @Override
    public Set<Ability> abilities() {
        return EnumSet.complementOf(EnumSet.of(Ability.RESTART_BROKER));
    }

    @Override
    public void restartRecord() {
        record.kill();
        record.start();
    }

    @Override
    public Duration timeToStart() {
        return Duration.ofSeconds(2);
    }

    @Override
    public void restartBroker() {
        throw new UnsupportedOperationException("The embedded broker keeps its messages in memory");
    }

    @Override
    public Map<String, String> descriptions() {
        Map<String, String> descriptions = new LinkedHashMap<>();
        descriptions.put("record", record.description());
        descriptions.put("broker", hosted.server(BROKER).description());
        locks.forEach((backend, server) -> descriptions.put(backend.id(), server.description()));
        return descriptions;
    }

    @Override
    public void close() {
        locks.values().forEach(Server::close);
        record.close();
        hosted.close();
    }
}
