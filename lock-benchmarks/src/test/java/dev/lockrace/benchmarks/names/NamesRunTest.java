package dev.lockrace.benchmarks.names;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.benchmarks.TestServers;
import dev.lockrace.benchmarks.setup.Progress;
import dev.lockrace.benchmarks.subject.LockraceBackends;
import dev.lockrace.benchmarks.subject.Store;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.servers.Endpoint;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing grows with the number of single-use lock names. */
@Tag("process")
class NamesRunTest {

    private static final int NAMES = 20_000;
    private static final int LEFT_TO_EXPIRE = NAMES / SingleUseNames.LEFT_TO_EXPIRE;

    /** The fixed number of entries that a store may keep besides leases (Redis: 1,024 counters). */
    private static final int MAX_CLEAN_ENTRIES = 1_100;

    @RegisterExtension
    static final TestServers SERVERS = new TestServers();

    @ParameterizedTest
    @EnumSource
    void single_use_names_leave_no_heap_and_no_threads(Store store) throws InterruptedException {
        try (LockBackend backend = LockraceBackends.open(store, SERVERS.addresses());
                LockClient locks = LockClient.of(backend);
                StoreProbe probe = StoreProbe.open(store, SERVERS.addresses());
                Progress progress = new Progress("names", NAMES)) {
            NamesResult result =
                    new NamesRun(store, new SingleUseNames(locks), probe, Duration.ZERO).run(NAMES, progress);

            long growth = result.jvmAfter().heapBytes() - result.jvmBefore().heapBytes();
            assertThat(growth).as("bytes of heap growth").isLessThan(100L * NAMES);
            assertThat(result.jvmAfter().threads())
                    .as("threads")
                    .isLessThan(result.jvmBefore().threads() + 10);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MEMCACHED", "REDIS"})
    void a_released_name_is_removed_from_the_store_immediately(Store store) throws InterruptedException {
        try (LockBackend backend = LockraceBackends.open(store, SERVERS.addresses());
                LockClient locks = LockClient.of(backend);
                StoreProbe probe = StoreProbe.open(store, SERVERS.addresses());
                Progress progress = new Progress("names", NAMES)) {
            long before = probe.contents().entries();

            NamesResult result =
                    new NamesRun(store, new SingleUseNames(locks), probe, Duration.ZERO).run(NAMES, progress);

            assertThat(result.atEnd().entries() - before).isLessThanOrEqualTo(LEFT_TO_EXPIRE + MAX_CLEAN_ENTRIES);
        }
    }

    /** Makes the rows older instead of waiting. */
    @Test
    void old_free_rows_are_deleted_while_locks_are_used() throws Exception {
        try (LockBackend backend = LockraceBackends.open(Store.DATABASE, SERVERS.addresses());
                LockClient locks = LockClient.of(backend);
                StoreProbe probe = StoreProbe.open(Store.DATABASE, SERVERS.addresses());
                Progress progress = new Progress("names", NAMES)) {
            SingleUseNames names = new SingleUseNames(locks);
            new NamesRun(Store.DATABASE, names, probe, Duration.ZERO).run(NAMES, progress);
            makeRowsOlder();

            await().atMost(60, SECONDS).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
                names.useNext();
                assertThat(probe.contents().entries()).isLessThan(MAX_CLEAN_ENTRIES);
            });
        }
    }

    private static void makeRowsOlder() throws SQLException {
        Endpoint endpoint = SERVERS.addresses().of("postgresql");
        try (Connection connection =
                        DriverManager.getConnection(endpoint.jdbcUrl(), endpoint.user(), endpoint.password());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update lockrace_lease set awaited_until = awaited_until - interval '2 minutes'");
        }
    }
}
