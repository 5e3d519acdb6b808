package dev.lockrace.servers;

import java.nio.file.Path;

/**
 * The servers that can be had without an installation or a container engine. Making one does nothing yet; see {@link
 * Server#start}.
 *
 * <p>A {@code folder} belongs to one server alone: it is made at the start and deleted at the end, also when this JVM
 * is killed; the server's log lies beside it, as the folder's name with {@code .log}. A {@code cache} is shared, also
 * among processes, and stays.
 */
public final class EmbeddedServers {

    static final String AMQP = "amqp";
    static final String MEMCACHED = "memcached";
    static final String POSTGRESQL = "postgresql";
    static final String REDIS = "redis";

    private EmbeddedServers() {}

    /**
     * PostgreSQL from Maven's repository, as a process of its own. Works for root and for ordinary users.
     *
     * @param folder where its data lie
     * @param cache where its programs are unpacked and a new database is kept, once
     */
    public static ServerProcess postgresql(Path folder, Path cache) {
        return new PostgresServer(folder, cache);
    }

    /** The machine's memcached where it is installed, else Infinispan's endpoint; the description says which. */
    public static Server memcached(Path folder) {
        return Commands.find("memcached").isPresent() ? machineMemcached(folder) : infinispanMemcached();
    }

    /** The memcached that is on the PATH, as a process of its own; without one its start fails. */
    public static ServerProcess machineMemcached(Path folder) {
        return new MachineMemcachedServer(folder);
    }

    /** Infinispan, speaking memcached's protocols, in this JVM; it needs no folder. */
    public static Server infinispanMemcached() {
        return new InfinispanMemcachedServer();
    }

    /** {@link #memcached} as a process of its own in either case. */
    public static ServerProcess memcachedProcess(Path folder) {
        return Commands.find("memcached").isPresent()
                ? machineMemcached(folder)
                : new InfinispanMemcachedProcess(folder);
    }

    /**
     * Redis from Maven's repository, as a process of its own, without a password. It keeps its data in memory alone, and
     * has none after a restart. It wants OpenSSL 3 of the system; without it, its start fails and says so.
     *
     * @param cache where its program is unpacked, once
     */
    public static ServerProcess redis(Path folder, Path cache) {
        return new RedisServer(folder, cache, false);
    }

    /** {@link #redis} with all that it confirmed after a restart, also after one by SIGKILL: each write is synced. */
    public static ServerProcess durableRedis(Path folder, Path cache) {
        return new RedisServer(folder, cache, true);
    }

    /** Apache Qpid Broker-J, speaking AMQP 0-9-1, in this JVM; it needs no folder. */
    public static Server amqp() {
        return new BrokerServer();
    }
}
