package dev.lockrace.benchmarks.subject;

import dev.lockrace.benchmarks.setup.Addresses;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.local.LocalLockBackend;
import dev.lockrace.lock.memcached.MemcachedLockBackend;
import dev.lockrace.lock.postgres.PostgresLockBackend;
import dev.lockrace.lock.postgres.PostgresLockPool;
import dev.lockrace.lock.redis.RedisLockBackend;
import dev.lockrace.servers.Endpoint;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;

/** lockrace's backends, configured as in an application. */
public final class LockraceBackends {

    private LockraceBackends() {}

    /** Opens the backend of that store. The caller closes it. */
    public static LockBackend open(Store store, Addresses addresses) {
        return switch (store) {
            case LOCAL -> new LocalLockBackend();
            case DATABASE -> PostgresLockBackend.pooled(pool(addresses.of("postgresql")));
            case MEMCACHED -> MemcachedLockBackend.connect(List.of(socket(addresses.of("memcached"))));
            case REDIS -> RedisLockBackend.connect("redis://" + addresses.of("redis"));
        };
    }

    private static PostgresLockPool pool(Endpoint endpoint) {
        return new PostgresLockPool(
                Objects.requireNonNull(endpoint.jdbcUrl()),
                endpoint.user(),
                endpoint.password(),
                Subject.POOL_SIZE - 1, // one more is reserved for renewals and releases
                LockClient.DEFAULT_REQUEST_TIMEOUT,
                true);
    }

    private static InetSocketAddress socket(Endpoint endpoint) {
        return new InetSocketAddress(endpoint.host(), endpoint.port());
    }
}
