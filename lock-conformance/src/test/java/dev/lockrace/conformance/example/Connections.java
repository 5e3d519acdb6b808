package dev.lockrace.conformance.example;

import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.memcached.MemcachedLockBackend;
import dev.lockrace.lock.postgres.PostgresLockBackend;
import dev.lockrace.lock.redis.RedisLockBackend;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** The connections to stores in {@code docs/library/guide.md}. */
final class Connections {

    private Connections() {}

    static LockClient redis() {
        LockClient locks = LockClient.owning(RedisLockBackend.connect("redis://localhost:6379"));
        return locks;
    }

    static LockBackend database(DataSource dataSource) {
        return PostgresLockBackend.using(dataSource);
    }

    static LockBackend memcached() {
        return MemcachedLockBackend.connect(List.of(new InetSocketAddress("localhost", 11211)));
    }

    static LockClient withTimeout(LockBackend backend) {
        LockClient locks = LockClient.builder(backend)
                .requestTimeout(Duration.ofMillis(500))
                .build();
        return locks;
    }
}
