package dev.lockrace.lock.memcached;

import dev.lockrace.lock.LockStoreException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.ConnectionFactoryBuilder.Protocol;
import net.spy.memcached.FailureMode;
import net.spy.memcached.MemcachedClient;
import net.spy.memcached.MemcachedNode;
import org.jspecify.annotations.Nullable;

/**
 * spymemcached, configured for locks. It resolves the names of servers only when it starts. So it is started again when
 * a server whose connection was lost has another address, or when a name resolves for the first time.
 */
final class MemcachedDriver implements AutoCloseable {

    private static final System.Logger log = System.getLogger(MemcachedDriver.class.getName());

    /** Consecutive timeouts after which the driver reconnects: its peer may be gone without a FIN or RST. */
    private static final int MAX_CONSECUTIVE_TIMEOUTS = 3;

    private static final long RESOLVE_INTERVAL_MILLIS = 1_000;

    /** Nothing listens on this port, so a connection to it is refused immediately. */
    private static final int NO_PORT = 0;

    private final List<InetSocketAddress> servers;
    private final AddressResolver resolver;
    private final MemcachedConnections connections;
    private volatile Clients clients;
    private @Nullable Thread follower;
    private boolean closed;

    /**
     * Starts the driver, which connects in the background.
     *
     * @param servers servers whose names need not resolve yet
     * @throws LockStoreException if the driver cannot be started
     */
    MemcachedDriver(List<InetSocketAddress> servers, AddressResolver resolver) {
        this.servers = servers;
        this.resolver = resolver;
        this.connections = new MemcachedConnections(Clients.COUNT * servers.size(), this::followServers);
        synchronized (this) { // a connection may be lost meanwhile
            try {
                this.clients = start(servers.stream().map(this::firstAddress).toList());
            } catch (IOException e) {
                throw new LockStoreException(
                        "Could not start the driver of memcached for %s (%s). Check the limit of open files."
                                .formatted(servers, e.getMessage()),
                        e);
            }
            followServers();
        }
    }

    /** Returns the current clients. Those returned earlier are shut down, and reject requests. */
    Clients clients() {
        return clients;
    }

    MemcachedConnections connections() {
        return connections;
    }

    private Clients start(List<InetSocketAddress> addresses) throws IOException {
        MemcachedClient acquisitions = newClient(addresses);
        try {
            return new Clients(addresses, acquisitions, newClient(addresses));
        } catch (IOException | RuntimeException | Error e) {
            acquisitions.shutdown();
            throw e;
        }
    }

    private MemcachedClient newClient(List<InetSocketAddress> addresses) throws IOException {
        return new MemcachedClient(
                new ConnectionFactoryBuilder()
                        .setProtocol(Protocol.BINARY)
                        .setFailureMode(FailureMode.Cancel)
                        .setShouldOptimize(false) // merged adds would return no CAS id
                        .setMaxReconnectDelay(1)
                        .setOpQueueMaxBlockTime(0) // a full queue rejects the request, which has its own timeout
                        .setTimeoutExceptionThreshold(MAX_CONSECUTIVE_TIMEOUTS)
                        .setInitialObservers(List.of(connections))
                        .setDaemon(true)
                        .build(),
                addresses);
    }

    /** Resolves names in the background until every server is connected. Called when a connection is lost. */
    private synchronized void followServers() {
        if (follower != null || closed) {
            return;
        }
        Thread thread = new Thread(this::run, "lock-memcached-addresses");
        thread.setDaemon(true);
        try {
            thread.start();
            follower = thread;
        } catch (OutOfMemoryError e) { // no thread: the next lost connection tries again
            log.log(Level.WARNING, "The addresses of memcached servers are not followed: {0}", e.getMessage());
        }
    }

    private void run() {
        try {
            while (!stopIfConnected()) {
                Thread.sleep(RESOLVE_INTERVAL_MILLIS);
                restartIfMoved();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // does not occur: this thread is not shared
        }
    }

    /** Returns true if the thread has to stop; the next lost connection starts another one. */
    private synchronized boolean stopIfConnected() {
        boolean stop = closed || clients.allConnected();
        if (stop) {
            follower = null;
        }
        return stop;
    }

    private void restartIfMoved() {
        Clients current = clients;
        List<InetSocketAddress> addresses = Stream.iterate(0, i -> i < servers.size(), i -> i + 1)
                .map(i -> addressOf(servers.get(i), current.addresses().get(i)))
                .toList();
        if (addresses.equals(current.addresses()) || current.allConnected()) {
            return;
        }
        log.log(Level.INFO, "memcached servers have moved from {0} to {1}", current.addresses(), addresses);
        try {
            replace(current, start(addresses));
        } catch (IOException | RuntimeException | Error e) {
            log.log(Level.WARNING, "Could not start the driver of memcached; it is tried again", e);
        }
    }

    private void replace(Clients current, Clients next) {
        synchronized (this) {
            if (closed) {
                next.shutdown();
                return;
            }
            clients = next;
        }
        current.shutdown();
    }

    private InetSocketAddress firstAddress(InetSocketAddress server) {
        try {
            return addressOf(
                    server,
                    new InetSocketAddress(
                            InetAddress.getByAddress(
                                    server.getHostString(),
                                    InetAddress.getLoopbackAddress().getAddress()),
                            NO_PORT));
        } catch (UnknownHostException e) {
            throw new AssertionError("An address of this length is legal", e);
        }
    }

    /** Returns the address of a server: the current one if the name still resolves to it, or does not resolve. */
    private InetSocketAddress addressOf(InetSocketAddress server, InetSocketAddress current) {
        try {
            List<InetSocketAddress> all = resolver.resolve(server);
            return all.isEmpty() || all.contains(current) ? current : all.get(0);
        } catch (UnknownHostException e) {
            log.log(Level.DEBUG, "The name of memcached server {0} does not resolve", server.getHostString());
            return current;
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        clients.shutdown();
    }

    /** A source of the addresses of a server, in order of preference. May block. */
    interface AddressResolver {

        /** A resolver that uses the JVM's name service. */
        AddressResolver SYSTEM = server -> Stream.of(InetAddress.getAllByName(server.getHostString()))
                .map(address -> new InetSocketAddress(address, server.getPort()))
                .toList();

        List<InetSocketAddress> resolve(InetSocketAddress server) throws UnknownHostException;
    }

    /**
     * The clients of one start of the driver.
     *
     * @param acquisitions also sends revocations, so that none overtakes its acquisition
     * @param leases for renewals and releases, which never wait for acquisitions
     */
    record Clients(List<InetSocketAddress> addresses, MemcachedClient acquisitions, MemcachedClient leases) {

        static final int COUNT = 2;

        boolean allConnected() {
            return Stream.of(acquisitions, leases)
                    .flatMap(client -> client.getNodeLocator().getAll().stream())
                    .allMatch(MemcachedNode::isActive);
        }

        /** Returns the client for requests on a lease. After an outage, either may be the first to reconnect. */
        MemcachedClient forLease(String key) {
            return leases.getNodeLocator().getPrimary(key).isActive() ? leases : acquisitions;
        }

        void shutdown() {
            acquisitions.shutdown(1, TimeUnit.SECONDS);
            leases.shutdown(1, TimeUnit.SECONDS);
        }
    }
}
