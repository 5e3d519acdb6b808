package dev.lockrace.conformance.redis;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.RECOVERY_TIMEOUT;
import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockrace.conformance.clause.Contest;
import dev.lockrace.fault.network.TcpProxy;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.lock.LockStoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** L12 when the primary becomes a replica of another server and keeps its connections open. */
@Tag("process")
@Timeout(90)
class RedisFailoverTest {

    @RegisterExtension
    static final RedisFixture FIRST = new RedisFixture();

    @RegisterExtension
    static final RedisFixture SECOND = new RedisFixture();

    private final Contest contest = new Contest(SECOND);
    private RedisAdmin first;
    private RedisAdmin second;
    private TcpProxy address;
    private LockBackend backend;
    private LockClient client;

    @BeforeEach
    void replicate() throws IOException {
        first = RedisAdmin.connect(FIRST.address());
        second = RedisAdmin.connect(SECOND.address());
        first.promote();
        second.replicate(FIRST.address());
        address = contest.closeAfterTest(TcpProxy.to(FIRST.address()));
        backend = contest.closeAfterTest(FIRST.newBackend(address.address()));
        client = contest.client(backend, REQUEST_TIMEOUT);
    }

    @AfterEach
    void close() throws Exception {
        contest.close();
        first.close();
        second.close();
    }

    @Test
    void L12_acquisition_reaches_the_new_primary() {
        failOver();

        assertThat(client.tryAcquire(contest.request(LONG))).isPresent();
        contest.assertHeld();
    }

    @Test
    void L12_holder_that_only_renews_and_releases_reaches_the_new_primary() {
        Lease renewed = client.tryAcquire(contest.request(LONG)).orElseThrow();
        Lease released = client.tryAcquire(LockRequest.of(contest.name() + ":2").timeToLive(LONG))
                .orElseThrow();
        assertThat(renewed.renew()).isTrue();
        failOver();

        assertThat(renewed.renew()).as("renewal").isTrue();
        contest.assertHeld();
        assertThat(released.release()).as("release").isTrue();
        assertThat(renewed.release()).as("release").isTrue();
        contest.assertFree();
    }

    @Test
    void L12_holder_that_only_releases_reaches_the_new_primary() {
        Lease lease = client.tryAcquire(contest.request(LONG)).orElseThrow();
        assertThat(lease.renew()).isTrue();
        failOver();

        assertThat(lease.release()).as("release").isTrue();
        contest.assertFree();
    }

    @Test
    void L12_waiting_client_acquires_from_the_new_primary() {
        Lease lease = client.tryAcquire(contest.request(LONG)).orElseThrow();
        LockClient waiter =
                contest.client(contest.closeAfterTest(FIRST.newBackend(address.address())), REQUEST_TIMEOUT);
        Future<Optional<Lease>> waiting =
                contest.inBackground(() -> waiter.tryAcquire(contest.request(LONG), Duration.ofSeconds(30)));
        await().atMost(RECOVERY_TIMEOUT)
                .until(() -> !first.redis().pubsubChannels().isEmpty());
        failOver();
        assertThat(lease.renew()).isTrue();
        assertThat(lease.release()).isTrue();

        assertThat(Contest.result(waiting)).isPresent();
        contest.assertHeld();
    }

    @Test
    void L12_client_uses_a_server_again_that_was_a_replica_for_a_while() {
        second.promote();
        first.replicate(SECOND.address());
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> client.tryAcquire(contest.request(LONG)))
                    .isInstanceOf(LockStoreException.class)
                    .hasMessageContaining("READONLY")
                    .hasMessageContaining("is a replica")
                    .hasMessageContaining("Check that its address leads to the primary");
        }
        first.promote();

        assertThat(eventually(() -> client.tryAcquire(contest.request(LONG)).isPresent()))
                .isTrue();
    }

    /** Makes the second server the primary of the first. New connections lead to the second one. */
    private void failOver() {
        second.promote();
        first.replicate(SECOND.address());
        address.setTarget(SECOND.address());
    }

    private static boolean eventually(Callable<Boolean> request) {
        return await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .atMost(RECOVERY_TIMEOUT)
                .ignoreExceptionsInstanceOf(LockException.class)
                .until(request, done -> done);
    }
}
