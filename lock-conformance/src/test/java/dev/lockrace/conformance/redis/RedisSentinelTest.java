package dev.lockrace.conformance.redis;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.RECOVERY_TIMEOUT;
import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.conformance.clause.Contest;
import dev.lockrace.fault.process.ProcessPause;
import dev.lockrace.lock.Guarantees.Failover;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockException;
import dev.lockrace.lock.redis.RedisLockBackend;
import dev.lockrace.servers.ServerProcess;
import dev.lockrace.servers.redis.RedisReplication;
import dev.lockrace.servers.redis.RedisSentinel;
import dev.lockrace.servers.redis.RedisServer;
import dev.lockrace.testsupport.TestDirectories;
import io.lettuce.core.KillArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that ask Sentinels for the primary, when Sentinel promotes the replica. */
@Tag("process")
@Timeout(120)
class RedisSentinelTest {

    private static final Duration DOWN_AFTER = Duration.ofSeconds(1);

    /** Sentinel takes a few seconds to promote the replica, and the client as long as after a restart. */
    private static final Duration FAILOVER_TIMEOUT = RECOVERY_TIMEOUT.plusSeconds(10);

    private final ServerProcess primary = newServer();
    private final ServerProcess replica = newServer();
    private ServerProcess sentinel;
    private Contest contest;

    private static ServerProcess newServer() {
        return RedisServer.inMemory(TestDirectories.unused("redis"), TestDirectories.cache());
    }

    @BeforeEach
    void start() {
        primary.start();
        replica.start();
        RedisFixture.createUser(primary.endpoint());
        RedisFixture.createUser(replica.endpoint());
        RedisReplication.replicate(replica.endpoint(), primary.endpoint());
        sentinel = RedisSentinel.create(
                TestDirectories.unused("redis-sentinel"), TestDirectories.cache(), primary.endpoint(), DOWN_AFTER);
        sentinel.start();
        RedisSentinel.awaitReplica(sentinel.endpoint());
        // The first Sentinel of the list is down.
        String uri = "%s,127.0.0.1:%d/0#%s"
                .formatted(
                        RedisFixture.uri(1).replace("redis://", "redis-sentinel://"),
                        sentinel.endpoint().port(),
                        RedisSentinel.PRIMARY);
        contest = new Contest(() -> RedisLockBackend.connect(uri));
    }

    @AfterEach
    void close() throws Exception {
        contest.close();
        sentinel.close();
        replica.close();
        primary.close();
    }

    @Test
    void L12_holder_and_other_clients_reach_the_new_primary_after_a_crash() {
        LockClient holder = contest.client();
        LockClient other = contest.client();
        Lease lease = holder.tryAcquire(contest.request(LONG)).orElseThrow();
        awaitReplication();
        primary.kill();

        assertThat(eventually(lease::renew)).as("renewal").isTrue();
        assertThat(eventually(() -> other.tryAcquire(contest.request(LONG)).isEmpty()))
                .as("still held")
                .isTrue();
        assertThat(lease.release()).as("release").isTrue();
        assertThat(other.tryAcquire(contest.request(LONG)).orElseThrow().fencingToken())
                .isGreaterThan(lease.fencingToken());
    }

    @Test
    void L12_client_leaves_a_silent_primary_and_does_not_return_to_it() {
        LockClient client = contest.client();
        try (ProcessPause pause = ProcessPause.of(primary.process())) {
            assertThat(eventually(() -> client.tryAcquire(contest.request(LONG)).isPresent()))
                    .isTrue();
        }

        contest.assertHeld();
        Awaitility.await()
                .atMost(FAILOVER_TIMEOUT)
                .untilAsserted(() -> assertThat(role(primary)).isEqualTo("slave"));
        contest.assertHeld();
    }

    /** What the backend declares: {@link Failover#LATEST_WRITES}. */
    @Test
    void L4_failover_loses_a_grant_that_was_not_replicated_and_its_successor_has_a_greater_token() {
        LockClient client = contest.client();
        assertThat(client.guarantees().failover()).isEqualTo(Failover.LATEST_WRITES);
        Lease lost;
        try (ProcessPause pause = ProcessPause.of(replica.process());
                RedisAdmin admin = RedisAdmin.connect(primary.endpoint())) {
            admin.redis().clientKill(KillArgs.Builder.typeSlave()); // else the replica finds the grant in its socket
            lost = client.tryAcquire(contest.request(LONG)).orElseThrow();
            primary.kill();
        }
        LockClient other = contest.client();
        assertThat(lost.mayBeHeld()).isTrue();
        List<Lease> granted = new ArrayList<>();
        assertThat(eventually(() -> other.tryAcquire(contest.request(LONG))
                        .map(granted::add)
                        .orElse(false)))
                .isTrue();
        Lease successor = granted.get(0);

        assertThat(successor.fencingToken()).isGreaterThan(lost.fencingToken());
        assertThat(lost.renew()).as("renewal").isFalse();
        assertThat(lost.mayBeHeld()).isFalse();
        contest.assertHeld();
        assertThat(successor.release()).isTrue();
    }

    private void awaitReplication() {
        try (RedisAdmin admin = RedisAdmin.connect(primary.endpoint())) {
            assertThat(admin.redis().waitForReplication(1, REQUEST_TIMEOUT.toMillis()))
                    .isEqualTo(1);
        }
    }

    private static String role(ServerProcess server) {
        try (RedisAdmin admin = RedisAdmin.connect(server.endpoint())) {
            return (String) admin.redis().role().get(0);
        }
    }

    private static boolean eventually(Callable<Boolean> request) {
        return Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .atMost(FAILOVER_TIMEOUT)
                .ignoreExceptionsInstanceOf(LockException.class)
                .until(request, done -> done);
    }
}
