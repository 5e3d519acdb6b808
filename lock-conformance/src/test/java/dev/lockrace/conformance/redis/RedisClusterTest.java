package dev.lockrace.conformance.redis;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.RECOVERY_TIMEOUT;
import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.conformance.clause.Contest;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockBackend.Subscription;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.redis.RedisLockBackend;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is different in a cluster: its nodes redirect requests, slots move, and a replica replaces a node. */
@Tag("process")
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RedisClusterTest {

    @RegisterExtension
    static final RedisClusterFixture STORE = new RedisClusterFixture();

    @RegisterExtension
    static final RedisFixture SINGLE = new RedisFixture();

    private static final int SLOTS = 16_384;

    private final Contest contest = new Contest(STORE);

    @AfterEach
    void close() throws Exception {
        contest.close();
    }

    @Test
    @Order(1)
    void locks_of_all_nodes_are_acquired_renewed_and_released() {
        LockClient client = contest.client();
        LockClient other = contest.client();
        for (int node = 0; node < 3; node++) {
            String name = nameOn(node);
            Lease lease =
                    client.tryAcquire(LockRequest.of(name).timeToLive(LONG)).orElseThrow();
            assertThat(other.tryAcquire(LockRequest.of(name).timeToLive(LONG))).isEmpty();
            assertThat(lease.renew()).isTrue();
            assertThat(lease.release()).isTrue();
            assertThat(other.tryAcquire(LockRequest.of(name).timeToLive(LONG))
                            .orElseThrow()
                            .fencingToken())
                    .isGreaterThan(lease.fencingToken());
        }
    }

    @Test
    @Order(1)
    void L10_release_on_any_node_is_published_to_waiting_clients() throws InterruptedException {
        for (int node = 0; node < 3; node++) {
            String name = nameOn(node);
            Lease lease = contest.client()
                    .tryAcquire(LockRequest.of(name).timeToLive(LONG))
                    .orElseThrow();
            Semaphore notifications = new Semaphore(0);
            try (Subscription subscription =
                    contest.backend().subscribe(new LockName(name), LONG, REQUEST_TIMEOUT, notifications::release)) {
                assertThat(subscription).isNotSameAs(Subscription.NONE);
                assertThat(notifications.tryAcquire(10, TimeUnit.SECONDS))
                        .as("subscribed")
                        .isTrue();
                assertThat(lease.release()).isTrue();
                assertThat(notifications.tryAcquire(10, TimeUnit.SECONDS))
                        .as("notified of the release on node %d", node)
                        .isTrue();
            }
        }
    }

    @Test
    @Order(1)
    void a_single_server_is_rejected_as_a_node_of_a_cluster() {
        try (LockBackend backend =
                RedisLockBackend.connect(RedisFixture.uri(SINGLE.address()).replace("redis://", "redis-cluster://"))) {
            assertThatThrownBy(() -> acquire(backend))
                    .isInstanceOf(LockStoreException.class)
                    .hasMessageContaining("cluster support disabled");
        }
    }

    @Test
    @Order(1)
    void a_node_of_a_cluster_is_rejected_as_a_single_server() {
        try (LockBackend backend =
                RedisLockBackend.connect(RedisFixture.uri(STORE.endpoint(0).port()))) {
            assertThatThrownBy(() ->
                            backend.tryAcquire(new LockName(nameOn(2)), Contest.newOwner(), LONG, REQUEST_TIMEOUT))
                    .isInstanceOf(LockStoreException.class)
                    .hasMessageContaining("MOVED")
                    .hasMessageContaining("redis-cluster://");
        }
    }

    @Test
    @Order(1)
    void L12_lease_survives_the_move_of_its_slot_to_another_node() {
        String name = nameOn(0);
        Lease lease = contest.client()
                .tryAcquire(LockRequest.of(name).timeToLive(LONG))
                .orElseThrow();
        try (RedisAdmin from = RedisAdmin.connect(STORE.endpoint(0));
                RedisAdmin to = RedisAdmin.connect(STORE.endpoint(1))) {
            int slot = slot(name);
            to.redis().clusterSetSlotImporting(slot, from.redis().clusterMyId());
            from.redis().clusterSetSlotMigrating(slot, to.redis().clusterMyId());
            assertThat(lease.renew()).as("renewal before its key is moved").isTrue();
            from.redis()
                    .clusterGetKeysInSlot(slot, 10)
                    .forEach(key -> from.redis()
                            .migrate(STORE.endpoint(1).host(), STORE.endpoint(1).port(), key, 0, 5_000));
            assertThat(lease.renew()).as("renewal while the slot is moved").isTrue();
            for (int node = 0; node < 3; node++) {
                try (RedisAdmin admin = RedisAdmin.connect(STORE.endpoint(node))) {
                    admin.redis().clusterSetSlotNode(slot, to.redis().clusterMyId());
                }
            }
        }

        assertThat(lease.renew()).as("renewal after the move").isTrue();
        assertThat(contest.client().tryAcquire(LockRequest.of(name).timeToLive(LONG)))
                .isEmpty();
        assertThat(lease.release()).as("release").isTrue();
        assertThat(contest.client()
                        .tryAcquire(LockRequest.of(name).timeToLive(LONG))
                        .orElseThrow()
                        .fencingToken())
                .isGreaterThan(lease.fencingToken());
    }

    @Test
    @Order(2)
    void L12_holder_and_other_clients_reach_the_replica_of_a_node_that_crashed() {
        String name = nameOn(0);
        String otherName = nameOn(2);
        LockClient client = contest.client();
        LockClient other = contest.client();
        Lease lease = client.tryAcquire(LockRequest.of(name).timeToLive(LONG)).orElseThrow();
        Lease otherLease =
                client.tryAcquire(LockRequest.of(otherName).timeToLive(LONG)).orElseThrow();
        try (RedisAdmin admin = RedisAdmin.connect(STORE.endpoint(0))) {
            assertThat(admin.redis().waitForReplication(1, REQUEST_TIMEOUT.toMillis()))
                    .isEqualTo(1);
        }
        STORE.nodes().get(0).kill();

        assertThat(otherLease.renew()).as("renewal on another node").isTrue();
        assertThat(eventually(lease::renew)).as("renewal").isTrue();
        assertThat(eventually(() ->
                        other.tryAcquire(LockRequest.of(name).timeToLive(LONG)).isEmpty()))
                .as("still held")
                .isTrue();
        assertThat(lease.release()).as("release").isTrue();
        Lease successor =
                other.tryAcquire(LockRequest.of(name).timeToLive(LONG)).orElseThrow();
        assertThat(successor.fencingToken()).isGreaterThan(lease.fencingToken());
        LockClient later = contest.client(); // the first node of its URI is down
        assertThat(later.tryAcquire(LockRequest.of(name).timeToLive(LONG))).isEmpty();
        assertThat(successor.release()).isTrue();
    }

    private void acquire(LockBackend backend) {
        backend.tryAcquire(contest.lockName(), Contest.newOwner(), LONG, REQUEST_TIMEOUT);
    }

    /** Returns a lock name whose slot is on that node. */
    private String nameOn(int node) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> contest.name() + ":" + i)
                .filter(name -> slot(name) * 3 / SLOTS == node)
                .findFirst()
                .orElseThrow();
    }

    private static int slot(String name) {
        return SlotHash.getSlot("{" + Math.floorMod(name.hashCode(), 1_024) + "}");
    }

    private static boolean eventually(Callable<Boolean> request) {
        return Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .atMost(RECOVERY_TIMEOUT.plusSeconds(10))
                .ignoreExceptionsInstanceOf(LockException.class)
                .until(request, done -> done);
    }
}
