package dev.lockrace.conformance;

import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.local.LocalLockBackend;
import dev.lockrace.lock.memcached.MemcachedLockBackend;
import dev.lockrace.lock.postgres.PostgresLockBackend;
import dev.lockrace.lock.postgres.PostgresLockPool;
import dev.lockrace.lock.redis.RedisLockBackend;
import dev.lockrace.testsupport.GeneratedText;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of guarantees in {@code docs/library/backends.md} matches the backends. */
class GuaranteeTableTest {

    private static final Path PAGE = Path.of("../docs/library/backends.md");

    @Test
    void table_matches_the_declared_guarantees() {
        GeneratedText.section(PAGE, "guarantees", GuaranteeTableTest.class).assertEquals(declared());
    }

    /** Guarantees are available without a connection to the server. */
    private static String declared() {
        InetSocketAddress unused = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        try (LockBackend local = new LocalLockBackend();
                LockBackend database = PostgresLockBackend.pooled(new PostgresLockPool(
                        "jdbc:postgresql://127.0.0.1:1/none", null, null, 1, Duration.ofSeconds(1), false));
                LockBackend memcached = MemcachedLockBackend.connect(List.of(unused));
                LockBackend redis = RedisLockBackend.connect("redis://127.0.0.1:1")) {
            return GuaranteeTable.markdown(List.of(local, database, memcached, redis));
        }
    }
}
