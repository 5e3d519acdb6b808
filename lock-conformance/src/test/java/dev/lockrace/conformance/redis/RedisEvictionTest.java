package dev.lockrace.conformance.redis;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.conformance.clause.Contest;
import dev.lockrace.fault.network.TcpProxy;
import dev.lockrace.lock.Guarantees.Eviction;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.redis.RedisLockBackend;
import dev.lockrace.servers.process.MemoryPressure;
import dev.lockrace.servers.redis.RedisMemory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that may evict leases: what its clients log when they connect, and what holders learn. */
@Tag("process")
@Timeout(60)
class RedisEvictionTest {

    @RegisterExtension
    static final RedisFixture EVICTING = new RedisFixture();

    @RegisterExtension
    static final RedisFixture OTHER = new RedisFixture();

    private final Contest contest = new Contest(EVICTING);
    private final Logger logger = Logger.getLogger("dev.lockrace.lock.redis.RedisEviction");
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private RedisAdmin evicting;
    private RedisAdmin other;

    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            records.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void connect() {
        logger.setLevel(Level.ALL);
        logger.addHandler(handler);
        evicting = RedisAdmin.connect(EVICTING.address());
        other = RedisAdmin.connect(OTHER.address());
        configure(evicting, "100mb", "allkeys-lru");
        configure(other, "100mb", "noeviction");
    }

    @AfterEach
    void close() throws Exception {
        logger.removeHandler(handler);
        logger.setLevel(null);
        contest.close();
        evicting.close();
        other.close();
    }

    @ParameterizedTest
    @CsvSource({"100mb, allkeys-lru", "100mb, volatile-ttl"})
    void a_server_that_may_evict_leases_is_logged_as_a_warning_once(String maxMemory, String policy) {
        configure(evicting, maxMemory, policy);
        LockClient client = contest.client();
        assertThat(client.tryAcquire(contest.request(LONG)).orElseThrow().release())
                .isTrue();

        awaitLog(
                Level.WARNING,
                "maxmemory is 104857600 bytes",
                "'" + policy + "'",
                "Set maxmemory-policy to noeviction");
        Contest.sleep(Duration.ofMillis(200)); // for the answer on the other connection
        assertThat(records).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"100mb, noeviction", "0, allkeys-lru"})
    void a_server_that_rejects_writes_or_has_no_limit_is_not_logged(String maxMemory, String policy) {
        configure(evicting, maxMemory, policy);
        contest.client();

        awaitLog(Level.FINE, "does not evict leases");
        assertThat(records).hasSize(1);
    }

    @Test
    void another_server_is_checked_when_the_client_connects_to_it() throws IOException {
        TcpProxy proxy = contest.closeAfterTest(TcpProxy.to(OTHER.address()));
        LockClient client =
                contest.client(contest.closeAfterTest(EVICTING.newBackend(proxy.address())), REQUEST_TIMEOUT);
        awaitLog(Level.FINE, "does not evict leases");
        proxy.setTarget(EVICTING.address());
        proxy.setMode(TcpProxy.Mode.DISCONNECT);
        proxy.setMode(TcpProxy.Mode.FORWARD);
        contest.warmUp(client);

        awaitLog(Level.WARNING, "'allkeys-lru'");
    }

    @Test
    void a_user_without_the_permission_acquires_and_the_missing_check_is_logged() {
        List<String> permissions = new ArrayList<>(RedisAdmin.PERMISSIONS);
        assertThat(permissions.remove("+info")).isTrue();
        evicting.createUser("uninformed", "secret", permissions);
        LockBackend backend = contest.closeAfterTest(
                RedisLockBackend.connect(RedisFixture.uri("uninformed", "secret", EVICTING.address())));
        LockClient client = contest.client(backend, REQUEST_TIMEOUT);

        assertThat(client.tryAcquire(contest.request(LONG)).orElseThrow().release())
                .isTrue();
        awaitLog(Level.INFO, "Could not check whether Redis evicts leases", "NOPERM", "+info");
        assertThat(records).noneMatch(entry -> entry.getLevel().equals(Level.WARNING));
    }

    @Test
    void L3_holder_of_an_evicted_lease_learns_of_its_loss_and_cannot_release_its_successor() {
        LockClient client = contest.client();
        assertThat(client.guarantees().eviction()).isEqualTo(Eviction.IF_CONFIGURED);
        Lease lost = client.tryAcquire(contest.request(Duration.ofSeconds(30))).orElseThrow();
        LockClient other = contest.client();
        List<Lease> successors = new ArrayList<>();
        try (MemoryPressure pressure = RedisMemory.fill(EVICTING.endpoint())) {
            await().atMost(Duration.ofSeconds(20))
                    .pollInSameThread()
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> other.tryAcquire(contest.request(LONG))
                            .map(successors::add)
                            .orElse(false));
        }
        Lease granted = successors.get(0);
        // The successor's lease may have been evicted too, before the pressure ended.
        Lease successor = granted.renew()
                ? granted
                : other.tryAcquire(contest.request(LONG)).orElseThrow();

        assertThat(successor.fencingToken()).isGreaterThan(lost.fencingToken());
        assertThat(lost.renew()).as("renewal").isFalse();
        assertThat(lost.mayBeHeld()).isFalse();
        contest.assertHeld();
        assertThat(successor.release()).isTrue();
    }

    @Test
    void leases_on_a_full_server_that_evicts_nothing_are_renewed_and_released() {
        Lease lease = contest.client().tryAcquire(contest.request(LONG)).orElseThrow();
        configure(evicting, "1", "noeviction");

        assertThat(lease.renew()).as("renewal").isTrue();
        assertThat(lease.release()).as("release").isTrue();
    }

    private static void configure(RedisAdmin server, String maxMemory, String policy) {
        server.redis().configSet("maxmemory-policy", policy);
        server.redis().configSet("maxmemory", maxMemory);
    }

    private void awaitLog(Level level, String... texts) {
        await().atMost(REQUEST_TIMEOUT)
                .untilAsserted(() -> assertThat(records).anySatisfy(entry -> {
                    assertThat(entry.getLevel()).isEqualTo(level);
                    assertThat(entry.getMessage()).contains(texts);
                }));
    }
}
