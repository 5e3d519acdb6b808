package dev.lockrace.conformance.redis;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static dev.lockrace.conformance.clause.Contest.SLACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.conformance.clause.Contest;
import dev.lockrace.fault.network.TcpProxy;
import dev.lockrace.fault.network.TcpProxy.Mode;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockBackend.Subscription;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.UnknownOutcomeException;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pitfalls of a lock in Redis, in addition to the tests of the contract. */
@Tag("process")
@Timeout(60)
class RedisPitfallsTest {

    @RegisterExtension
    static final RedisFixture STORE = new RedisFixture();

    private final Contest contest = new Contest(STORE);
    private RedisAdmin admin;
    private RedisCommands<String, String> redis;

    @BeforeEach
    void connect() {
        admin = RedisAdmin.connect(STORE.address());
        redis = admin.redis();
        redis.flushall();
    }

    @AfterEach
    void close() throws Exception {
        admin.close();
        contest.close();
    }

    @Test
    void L4_tokens_keep_growing_after_data_loss() {
        LockClient locks = contest.client();
        long before = tokenOnce(locks);
        redis.flushall();

        assertThat(tokenOnce(locks)).isGreaterThan(before);
    }

    @Test
    void L4_tokens_keep_growing_after_the_clock_is_set_back() {
        LockClient locks = contest.client();
        tokenOnce(locks);
        String counter = redis.keys("lockrace-token:*").stream()
                .filter(key -> key.endsWith(bucket()))
                .findFirst()
                .orElseThrow();
        long inAYear = Long.parseLong(redis.get(counter)) + TimeUnit.DAYS.toMicros(365);
        redis.set(counter, Long.toString(inAYear));

        assertThat(tokenOnce(locks)).isEqualTo(inAYear + 1);
        assertThat(tokenOnce(locks)).isEqualTo(inAYear + 2);
    }

    @Test
    void grant_succeeds_even_if_the_counter_is_not_a_number() {
        LockClient locks = contest.client();
        long before = tokenOnce(locks);
        redis.keys("lockrace-token:*").forEach(key -> {
            redis.del(key);
            redis.lpush(key, "a list");
        });

        assertThat(tokenOnce(locks)).isGreaterThan(before);
        contest.assertFree();
    }

    @Test
    void scripts_are_sent_again_after_a_script_flush() {
        Lease lease = contest.client().tryAcquire(contest.request(LONG)).orElseThrow();
        redis.scriptFlush();

        assertThat(lease.renew()).as("renewal").isTrue();
        redis.scriptFlush();
        contest.assertHeld();
        redis.scriptFlush();
        assertThat(lease.release()).as("release").isTrue();
        contest.assertFree();
    }

    @Test
    void L3_holder_of_a_flushed_lease_learns_of_its_loss_and_cannot_release_its_successor() {
        Lease lost = contest.client().tryAcquire(contest.request(LONG)).orElseThrow();
        redis.flushall();
        Lease successor = contest.client().tryAcquire(contest.request(LONG)).orElseThrow();

        assertThat(lost.renew()).as("renewal").isFalse();
        assertThat(lost.mayBeHeld()).isFalse();
        contest.assertHeld();
        assertThat(successor.release()).isTrue();
    }

    @Test
    void foreign_value_under_the_key_is_an_error_and_is_kept() {
        LockClient locks = contest.client();
        redis.lpush(key(), "a list");

        assertThatThrownBy(() -> locks.tryAcquire(contest.request(LONG)))
                .isInstanceOf(LockStoreException.class)
                .hasMessageContaining("WRONGTYPE");
        assertThat(redis.exists(key())).isEqualTo(1);
    }

    @Test
    void L5_rejection_by_redis_is_an_exception_with_its_cause_and_leaves_no_lease() {
        LockClient locks = contest.client();
        redis.configSet("maxmemory", "1");
        try {
            assertThatThrownBy(() -> locks.tryAcquire(contest.request(LONG)))
                    .isInstanceOf(LockStoreException.class)
                    .hasMessageContaining("backend 'redis'")
                    .hasMessageContaining("OOM");
        } finally {
            redis.configSet("maxmemory", "0");
        }
        assertThat(redis.exists(key())).isZero();
        contest.assertFree();
    }

    @Test
    void L5_rejection_for_lack_of_replicas_is_an_exception_and_changes_nothing() {
        LockClient locks = contest.client();
        Lease lease = locks.tryAcquire(contest.request(LONG)).orElseThrow();
        redis.configSet("min-replicas-to-write", "1");
        try {
            assertThatThrownBy(() -> locks.tryAcquire(
                            LockRequest.of(contest.name() + ":2").timeToLive(LONG)))
                    .isInstanceOf(LockStoreException.class)
                    .hasMessageContaining("NOREPLICAS");
            assertThatThrownBy(lease::renew)
                    .isInstanceOf(LockStoreException.class)
                    .hasMessageContaining("NOREPLICAS");
        } finally {
            redis.configSet("min-replicas-to-write", "0");
        }
        assertThat(redis.keys("lockrace:*" + contest.name() + ":2")).isEmpty();
        assertThat(lease.renew()).isTrue();
        assertThat(lease.release()).isTrue();
    }

    /** Detects a driver that sends requests again after it reconnects. */
    @Test
    void L5_request_without_a_response_is_not_sent_again() throws Exception {
        TcpProxy proxy = proxy();
        LockBackend backend = contest.closeAfterTest(STORE.newBackend(proxy.address()));
        LockClient locks = contest.client(backend, REQUEST_TIMEOUT);
        redis.configResetstat();
        proxy.setMode(Mode.HOLD_RESPONSES);
        Future<?> request = contest.inBackground(
                () -> backend.tryAcquire(contest.lockName(), Contest.newOwner(), LONG, REQUEST_TIMEOUT));
        assertThat(proxy.awaitHeldResponse(REQUEST_TIMEOUT)).isTrue();
        proxy.setMode(Mode.DISCONNECT);
        assertThatThrownBy(request::get).hasCauseInstanceOf(UnknownOutcomeException.class);
        proxy.setMode(Mode.FORWARD);
        contest.warmUp(locks);

        assertThat(redis.ttl(key())).isPositive();
        assertThat(redis.info("commandstats"))
                .as("one lost request, then an acquisition and a release")
                .contains("cmdstat_evalsha:calls=3,");
    }

    @Test
    void L10_channel_is_subscribed_only_while_a_client_waits() throws InterruptedException {
        Lease lease = contest.client().tryAcquire(contest.request(LONG)).orElseThrow();
        LockClient waiter = contest.client();
        Future<Optional<Lease>> waiting =
                contest.inBackground(() -> waiter.tryAcquire(contest.request(LONG), Duration.ofSeconds(20)));
        assertThat(Contest.await(REQUEST_TIMEOUT, () -> redis.pubsubChannels().contains(key())))
                .as("subscribed")
                .isTrue();
        assertThat(lease.release()).isTrue();

        assertThat(Contest.result(waiting)).isPresent();
        assertThat(Contest.await(REQUEST_TIMEOUT, () -> redis.pubsubChannels().isEmpty()))
                .as("unsubscribed")
                .isTrue();
    }

    @Test
    void L10_client_that_joins_a_wait_does_not_wake_the_others() throws InterruptedException {
        LockBackend listener = contest.backend();
        int listeners = 100;
        Semaphore notifications = new Semaphore(0);
        redis.configResetstat();
        for (int i = 0; i < listeners; i++) {
            contest.closeAfterTest(
                    listener.subscribe(contest.lockName(), LONG, REQUEST_TIMEOUT, notifications::release));
        }
        assertThat(Contest.await(REQUEST_TIMEOUT, () -> redis.pubsubChannels().contains(key())))
                .as("subscribed")
                .isTrue();
        redis.publish(key(), "");

        assertThat(notifications.tryAcquire(listeners, 5, TimeUnit.SECONDS))
                .as("notified")
                .isTrue();
        assertThat(notifications.availablePermits()).as("other notifications").isLessThanOrEqualTo(listeners);
        assertThat(redis.info("commandstats")).contains("cmdstat_subscribe:calls=1,");
    }

    @Test
    void L10_waiting_client_is_notified_of_a_release_after_it_reconnects() throws Exception {
        TcpProxy proxy = proxy();
        LockBackend listener = contest.closeAfterTest(STORE.newBackend(proxy.address()));
        LockClient holder = contest.client();
        Lease lease = holder.tryAcquire(contest.request(LONG)).orElseThrow();
        Semaphore notifications = new Semaphore(0);
        try (Subscription subscription =
                listener.subscribe(contest.lockName(), LONG, REQUEST_TIMEOUT, notifications::release)) {
            assertThat(subscription).isNotSameAs(Subscription.NONE);
            proxy.setMode(Mode.DISCONNECT);
            proxy.setMode(Mode.FORWARD);
            assertThat(Contest.await(
                            Contest.RECOVERY_TIMEOUT,
                            () -> redis.pubsubChannels().contains(key())))
                    .as("subscribed again")
                    .isTrue();
            Contest.await(SLACK, () -> notifications.availablePermits() > 1);
            notifications.drainPermits();
            assertThat(lease.release()).isTrue();

            assertThat(Contest.await(REQUEST_TIMEOUT, () -> notifications.availablePermits() > 0))
                    .as("notified of the release")
                    .isTrue();
        }
    }

    @Test
    void L10_listener_is_called_once_redis_confirms_the_subscription() throws InterruptedException {
        Semaphore notifications = new Semaphore(0);
        try (Subscription subscription =
                contest.backend().subscribe(contest.lockName(), LONG, REQUEST_TIMEOUT, notifications::release)) {
            assertThat(subscription).isNotSameAs(Subscription.NONE);
            assertThat(notifications.tryAcquire(10, TimeUnit.SECONDS))
                    .as("called although nothing was released")
                    .isTrue();
        }
    }

    private long tokenOnce(LockClient locks) {
        Lease lease = locks.tryAcquire(contest.request(LONG)).orElseThrow();
        long token = lease.fencingToken();
        assertThat(lease.release()).isTrue();
        return token;
    }

    private String bucket() {
        return "{" + Math.floorMod(contest.name().hashCode(), 1_024) + "}";
    }

    private String key() {
        return "lockrace:" + bucket() + ":" + contest.name();
    }

    private TcpProxy proxy() throws IOException {
        return contest.closeAfterTest(TcpProxy.to(STORE.address()));
    }
}
