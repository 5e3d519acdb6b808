package dev.lockrace.conformance.postgres;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.conformance.clause.Contest;
import dev.lockrace.fault.network.TcpProxy;
import dev.lockrace.lock.Grant;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockBackend.Subscription;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.UnknownOutcomeException;
import dev.lockrace.lock.postgres.PostgresLockBackend;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The few connections of a client: slow, silent, and wanted by many threads. */
@Timeout(120)
class PostgresConnectionsTest extends PostgresStoreTest {

    private static final int POOL_SIZE = 2;

    private TcpProxy proxy;

    @BeforeEach
    void setUp() throws IOException {
        proxy = contest.closeAfterTest(TcpProxy.to(store.address()));
    }

    @Test
    void L10_first_short_wait_of_a_client_with_latency_is_not_usually_an_unknown_outcome() throws InterruptedException {
        assertThat(contest.client().tryAcquire(contest.request(LONG))).isPresent();
        Duration maxWait = Duration.ofMillis(100);
        List<String> ends = new ArrayList<>();
        for (int latency = 5; latency <= 40; latency += 5) {
            proxy.delayResponses(Duration.ofMillis(latency));
            LockClient client = contest.closeAfterTest(LockClient.of(backendThroughProxy()));
            long startedAt = System.nanoTime();
            ends.add(end(client, maxWait));
            assertThat(Contest.elapsedSince(startedAt)).isLessThan(maxWait.plusMillis(200));
        }
        assertThat(ends)
                .filteredOn(end -> end.equals("unknown"))
                .hasSizeLessThan(3); // a busy machine may delay an answer
    }

    /** Validation would delay every wait by at least 250 ms. A busy machine delays some. */
    @Test
    void L10_short_wait_on_a_store_that_does_not_answer_ends_by_its_deadline() throws InterruptedException {
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            proxy.setMode(TcpProxy.Mode.FORWARD);
            LockClient client = contest.client(backendThroughProxy(), REQUEST_TIMEOUT);
            Contest.sleep(Duration.ofSeconds(1)); // until a pool would validate the idle connection
            proxy.setMode(TcpProxy.Mode.STALL);
            long startedAt = System.nanoTime();
            assertThat(end(client, Duration.ofMillis(50))).isNotEqualTo("contended");
            waits.add(Contest.elapsedSince(startedAt));
        }

        assertThat(waits).anyMatch(wait -> wait.compareTo(Duration.ofMillis(300)) < 0);
    }

    private String end(LockClient client, Duration maxWait) throws InterruptedException {
        try {
            assertThat(client.tryAcquire(contest.request(LONG), maxWait)).isEmpty();
            return "contended";
        } catch (UnknownOutcomeException e) {
            return "unknown";
        } catch (LockStoreException e) {
            return "not executed";
        }
    }

    @Test
    void L7_renewal_and_release_do_not_queue_behind_attempts_to_acquire() throws Exception {
        LockClient client = contest.client(backend(), REQUEST_TIMEOUT);
        Lease blocked = client.tryAcquire(contest.request(LONG)).orElseThrow();
        assertThat(blocked.release()).isTrue();
        Lease lease = client.tryAcquire(LockRequest.of(contest.name() + ":held").timeToLive(LONG))
                .orElseThrow();
        try (Sql other = new Sql(store)) {
            other.begin();
            other.lockRow(contest.name());
            for (int i = 0; i < 4 * POOL_SIZE; i++) {
                var unused = contest.inBackground(() -> client.tryAcquire(contest.request(LONG)));
            }
            await().until(() -> sql.longs(Sql.WAITING).get(0) == POOL_SIZE);
            long startedAt = System.nanoTime();
            assertThat(lease.renew()).isTrue();
            assertThat(lease.release()).isTrue();

            assertThat(Contest.elapsedSince(startedAt)).isLessThan(Duration.ofSeconds(1));
            other.rollback();
        }
    }

    @Test
    void L7_watchdog_keeps_the_lease_while_200_threads_wait_on_a_slow_network() throws Exception {
        LockClient client = contest.client(backendThroughProxy(), REQUEST_TIMEOUT);
        proxy.delayResponses(Duration.ofMillis(10));
        Lease lease = client.tryAcquire(contest.request(Duration.ofSeconds(3)))
                .orElseThrow()
                .renewAutomatically();
        List<Future<Optional<Lease>>> waits = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            waits.add(contest.inBackground(() -> client.tryAcquire(contest.request(LONG), Duration.ofSeconds(8))));
        }
        for (Future<Optional<Lease>> wait : waits) {
            assertThat(Contest.result(wait)).isEmpty();
        }

        assertThat(lease.isLost()).isFalse();
        assertThat(lease.release()).isTrue();
    }

    /** Uses virtual threads where the JVM has them, from JDK 21 on. */
    @Test
    void L10_waits_of_2000_threads_share_two_connections() throws Exception {
        LockClient client = contest.client(backend(), LockClient.DEFAULT_REQUEST_TIMEOUT);
        Lease lease = client.tryAcquire(contest.request(LONG)).orElseThrow();
        ExecutorService threads = threads();
        try {
            List<Future<Optional<Lease>>> waits = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                waits.add(threads.submit(() -> client.tryAcquire(contest.request(LONG), Duration.ofSeconds(20))));
            }
            for (Future<Optional<Lease>> wait : waits) {
                assertThat(wait.get(60, TimeUnit.SECONDS)).isEmpty();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(lease.release()).isTrue();
    }

    private static ExecutorService threads() throws ReflectiveOperationException {
        return Runtime.version().feature() < 21
                ? Executors.newCachedThreadPool()
                : (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null);
    }

    @Test
    void L10_silent_notification_channel_is_replaced() {
        LockBackend holder = contest.backend();
        LockBackend listener = backendThroughProxy();
        Semaphore notifications = new Semaphore(0);
        try (Subscription subscription =
                listener.subscribe(contest.lockName(), LONG, REQUEST_TIMEOUT, notifications::release)) {
            assertThat(subscription).isNotNull();
            assertNotifiedOfRelease(holder, notifications);
            proxy.blackholeOpenConnections();
            notifications.drainPermits();

            await().atMost(Duration.ofSeconds(20)).until(() -> notifications.tryAcquire()); // after it is replaced
            assertNotifiedOfRelease(holder, notifications);
        }
    }

    private void assertNotifiedOfRelease(LockBackend holder, Semaphore notifications) {
        await().ignoreExceptionsInstanceOf(LockException.class)
                .atMost(Duration.ofSeconds(5))
                .until(() -> {
                    Grant grant = holder.tryAcquire(contest.lockName(), Contest.newOwner(), LONG, REQUEST_TIMEOUT)
                            .orElseThrow();
                    notifications.drainPermits();
                    assertThat(grant.release(REQUEST_TIMEOUT)).isTrue();
                    return notifications.tryAcquire(1, TimeUnit.SECONDS);
                });
    }

    private LockBackend backend() {
        return contest.closeAfterTest(PostgresLockBackend.pooled(store.pool(store.address(), POOL_SIZE)));
    }

    private LockBackend backendThroughProxy() {
        return contest.closeAfterTest(PostgresLockBackend.pooled(store.pool(proxy.address(), POOL_SIZE)));
    }
}
