package dev.lockrace.conformance.clause;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static dev.lockrace.conformance.clause.Contest.SLACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.fault.network.TcpProxy;
import dev.lockrace.fault.network.TcpProxy.Mode;
import dev.lockrace.lock.Grant;
import dev.lockrace.lock.Guarantees.Waiting;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockBackend.Subscription;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.UnknownOutcomeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** L2, L5, L6, L7, L10 and L12 on a network that loses, delays or stops data. */
interface LostResponseClauses extends FaultClauses {

    /** Well under the time to live, so that revocation and not expiry must free the lock. */
    Duration REVOKE_TIMEOUT = Duration.ofSeconds(10);

    Duration OUTAGE = Duration.ofSeconds(4);

    /** Longer than the outage, so that the repeated release still has to keep the lock contended. */
    Duration MIN_HOLD_IN_OUTAGE = Duration.ofSeconds(10);

    /** How long a waiting client pauses between two requests, at most. */
    Duration MAX_POLL_INTERVAL = Duration.ofSeconds(1);

    /** A client may first validate its idle connection, and fail on that. */
    int MAX_ATTEMPTS = 5;

    @Test
    default void L5_grant_is_revoked_if_the_connection_is_closed_before_its_response() throws InterruptedException {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, REQUEST_TIMEOUT);
        Callable<Optional<Lease>> acquire = () -> client.tryAcquire(contest().request(LONG));

        assertThat(failureWithoutResponse(proxy, client, acquire, true)).isInstanceOf(UnknownOutcomeException.class);
        contest().assertFreeWithin(REVOKE_TIMEOUT);
    }

    @Test
    default void L5_grant_is_revoked_if_its_response_comes_too_late() throws InterruptedException {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, SHORT_REQUEST_TIMEOUT);
        Callable<Optional<Lease>> acquire = () -> client.tryAcquire(contest().request(LONG));

        assertThat(failureWithoutResponse(proxy, client, acquire, false)).isInstanceOf(UnknownOutcomeException.class);
        contest().assertFreeWithin(REVOKE_TIMEOUT);
    }

    @Test
    default void L5_release_without_a_response_fails_and_ends_the_lease_for_its_holder() throws InterruptedException {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, SHORT_REQUEST_TIMEOUT);
        Lease lease = client.tryAcquire(contest().request(LONG)).orElseThrow();
        proxy.setMode(Mode.HOLD_RESPONSES);

        assertFails(lease::release);
        assertThat(lease.mayBeHeld()).isFalse();
        proxy.setMode(Mode.FORWARD);
        contest().warmUp(client);
        Lease closed = client.tryAcquire(LockRequest.of(contest().name() + ":2").timeToLive(LONG))
                .orElseThrow();
        proxy.setMode(Mode.HOLD_RESPONSES);
        assertThatCode(closed::close).doesNotThrowAnyException();
    }

    /** The outage is longer than the backoff of a few queries. */
    @Test
    default void L5_orphaned_grant_is_revoked_after_an_outage() throws InterruptedException {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, SHORT_REQUEST_TIMEOUT);
        Callable<Optional<Lease>> acquire = () -> client.tryAcquire(contest().request(LONG));
        assertThat(failureWithoutResponse(proxy, client, acquire, true)).isInstanceOf(UnknownOutcomeException.class);
        proxy.setMode(Mode.DISCONNECT);
        Contest.sleep(OUTAGE);
        proxy.setMode(Mode.FORWARD);

        contest().assertFreeWithin(Contest.RECOVERY_TIMEOUT);
    }

    @Test
    default void L5_failed_release_is_repeated_in_the_background() {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, SHORT_REQUEST_TIMEOUT);
        Lease lease = client.tryAcquire(contest().request(LONG)).orElseThrow();
        proxy.setMode(Mode.DISCONNECT);
        lease.close();
        Contest.sleep(OUTAGE);
        proxy.setMode(Mode.FORWARD);

        contest().assertFreeWithin(Contest.RECOVERY_TIMEOUT);
        assertThat(lease.isLost()).as("isLost()").isFalse();
    }

    @Test
    default void L13_failed_release_is_repeated_and_keeps_the_minimum_hold() {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, SHORT_REQUEST_TIMEOUT);
        LockClient other = contest().client();
        Lease lease = client.tryAcquire(contest().request(LONG).minHold(MIN_HOLD_IN_OUTAGE))
                .orElseThrow();
        long grantedAt = System.nanoTime();
        proxy.setMode(Mode.DISCONNECT);
        lease.close();
        contest().assertHeldFor(OUTAGE, other);
        proxy.setMode(Mode.FORWARD);

        contest()
                .assertHeldFor(
                        MIN_HOLD_IN_OUTAGE
                                .minus(Contest.elapsedSince(grantedAt))
                                .minus(SLACK),
                        other);
        contest()
                .assertFreeWithin(MIN_HOLD_IN_OUTAGE
                        .plus(other.guarantees().maxOverrun())
                        .plus(SLACK)
                        .plus(REVOKE_TIMEOUT));
        assertThat(lease.isLost()).as("isLost()").isFalse();
    }

    /** The answer is lost, not the request: the repeated release finds a lease that was already shortened. */
    @Test
    default void L13_release_without_a_response_keeps_the_minimum_hold() throws InterruptedException {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, SHORT_REQUEST_TIMEOUT);
        LockClient other = contest().client();
        Lease lease = client.tryAcquire(contest().request(LONG).minHold(MIN_HOLD_IN_OUTAGE))
                .orElseThrow();
        proxy.setMode(Mode.HOLD_RESPONSES);
        assertFails(lease::release);
        proxy.setMode(Mode.FORWARD);

        contest().assertHeld();
        contest()
                .assertFreeWithin(MIN_HOLD_IN_OUTAGE
                        .plus(other.guarantees().maxOverrun())
                        .plus(SLACK)
                        .plus(REVOKE_TIMEOUT));
        assertThat(lease.isLost()).as("isLost()").isFalse();
    }

    @Test
    default void L5_release_after_a_failed_one_asks_the_store_again() {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, SHORT_REQUEST_TIMEOUT);
        Lease lease = client.tryAcquire(contest().request(LONG)).orElseThrow();
        proxy.setMode(Mode.DISCONNECT);
        assertFails(lease::release);
        assertFails(lease::release);
        proxy.setMode(Mode.FORWARD);
        contest().warmUp(client);

        assertThat(lease.release()).as("release after the outage").isTrue();
        contest().assertFree();
        assertThat(lease.isLost()).as("isLost()").isFalse();
    }

    @Test
    default void L6_grant_that_arrives_after_its_time_to_live_is_rejected_and_released() throws InterruptedException {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, REQUEST_TIMEOUT);
        Duration timeToLive = Duration.ofMillis(400);
        Throwable failure = failureOfLateGrant(proxy, client, timeToLive);
        for (int attempts = 1; failure instanceof AssertionError && attempts < MAX_ATTEMPTS; attempts++) {
            failure = failureOfLateGrant(proxy, client, timeToLive);
        }

        assertThat(failure)
                .isInstanceOf(LockStoreException.class)
                .hasMessageContaining("so late that it may have expired");
        contest().assertFreeWithin(SLACK);
    }

    private Throwable failureOfLateGrant(TcpProxy proxy, LockClient client, Duration timeToLive)
            throws InterruptedException {
        contest().warmUp(client);
        proxy.setMode(Mode.HOLD_RESPONSES);
        Future<Throwable> late = contest()
                .inBackground(() -> failureOf(() -> {
                    Optional<Lease> lease = client.tryAcquire(contest().request(timeToLive));
                    lease.ifPresent(Lease::close);
                    return lease;
                }));
        assertThat(proxy.awaitHeldResponse(REQUEST_TIMEOUT))
                .as("response held by the proxy")
                .isTrue();
        Contest.sleep(timeToLive);
        proxy.setMode(Mode.FORWARD);
        return Contest.result(late);
    }

    @Test
    default void L6_response_time_counts_against_the_time_left() throws InterruptedException {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, REQUEST_TIMEOUT);
        Duration delay = Duration.ofMillis(300);
        proxy.setMode(Mode.HOLD_RESPONSES);
        Future<Optional<Lease>> slow =
                contest().inBackground(() -> client.tryAcquire(contest().request(LONG)));
        assertThat(proxy.awaitHeldResponse(REQUEST_TIMEOUT))
                .as("response held by the proxy")
                .isTrue();
        Contest.sleep(delay);
        proxy.setMode(Mode.FORWARD);

        assertThat(Contest.result(slow).orElseThrow().timeLeft()).isLessThanOrEqualTo(LONG.minus(delay));
    }

    @Test
    default void L7_renewal_without_a_response_does_not_end_the_lease() throws InterruptedException {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, SHORT_REQUEST_TIMEOUT);
        Lease lease = client.tryAcquire(contest().request(LONG)).orElseThrow();
        assertThat(failureWithoutResponse(proxy, client, lease::renew, false))
                .isInstanceOf(UnknownOutcomeException.class);

        assertThat(lease.mayBeHeld()).isTrue();
        contest().warmUp(client);
        assertThat(lease.renew()).as("next renewal").isTrue();
        contest().assertHeld();
        assertThat(lease.release()).as("release").isTrue();
        contest().assertFree();
    }

    @Test
    default void L2_lease_of_a_partitioned_holder_expires() throws InterruptedException {
        TcpProxy proxy = proxy();
        LockBackend backend = contest().closeAfterTest(fixture().newBackend(proxy.address()));
        Duration timeToLive = Contest.shortTimeToLive(backend.guarantees());
        Grant grant = backend.tryAcquire(contest().lockName(), Contest.newOwner(), timeToLive, REQUEST_TIMEOUT)
                .orElseThrow();
        proxy.setMode(Mode.STALL);
        Lease successor = contest().acquireAfterExpiry(timeToLive);
        proxy.setMode(Mode.FORWARD);

        assertThat(grant.release(REQUEST_TIMEOUT))
                .as("release by the holder after the partition")
                .isFalse();
        contest().assertHeld();
        assertThat(successor.release()).isTrue();
    }

    @Test
    default void L10_requests_and_waits_end_by_their_timeouts_during_a_partition() {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, Duration.ofSeconds(2));
        proxy.setMode(Mode.STALL);

        for (int millis : new int[] {250, 1_000, 250}) {
            Duration maxWait = Duration.ofMillis(millis);
            assertEndsWithin(maxWait, () -> client.tryAcquire(contest().request(LONG), maxWait));
        }
        assertEndsWithin(
                client.requestTimeout(), () -> client.tryAcquire(contest().request(LONG)));
        proxy.setMode(Mode.FORWARD);
        contest().assertFreeWithin(REVOKE_TIMEOUT);
    }

    @Test
    default void L10_interrupt_ends_a_wait_within_the_request_timeout_during_a_partition() {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, Duration.ofSeconds(2));
        proxy.setMode(Mode.STALL);
        Waiter waiter = Waiter.start(client, contest().name(), Duration.ofSeconds(30));
        Contest.sleep(Duration.ofMillis(100));
        waiter.interrupt();
        long interruptedAt = System.nanoTime();

        assertThat(waiter.end()).isIn(Waiter.End.INTERRUPTED, Waiter.End.FAILED);
        assertThat(Contest.elapsedSince(interruptedAt))
                .isLessThan(client.requestTimeout().plus(SLACK));
        proxy.setMode(Mode.FORWARD);
        contest().assertFreeWithin(REVOKE_TIMEOUT);
    }

    @Test
    default void L12_client_reconnects_after_its_connections_are_closed() throws InterruptedException {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, SHORT_REQUEST_TIMEOUT);
        proxy.setMode(Mode.DISCONNECT);
        FaultClauses.assertNotGranted(() -> client.tryAcquire(contest().request(LONG)));
        proxy.setMode(Mode.FORWARD);

        contest().warmUp(client);
        assertThat(client.tryAcquire(LockRequest.of(contest().name() + ":2").timeToLive(LONG)))
                .isPresent();
    }

    @Test
    default void L7_renewal_and_release_do_not_queue_behind_an_acquisition() {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, Duration.ofSeconds(3));
        Lease lease = client.tryAcquire(contest().request(LONG)).orElseThrow();
        long before = proxy.roundTrips();
        proxy.blackholeNextRequest();
        Future<?> stuck = contest().inBackground(() -> {
            FaultClauses.assertNotGranted(() -> client.tryAcquire(
                    LockRequest.of(contest().name() + ":stuck").timeToLive(LONG)));
            return null;
        });
        assertThat(Contest.await(REQUEST_TIMEOUT, () -> proxy.roundTrips() > before))
                .as("request lost")
                .isTrue();

        assertThat(lease.renew()).as("renewal").isTrue();
        assertThat(lease.release()).as("release").isTrue();
        assertThat(stuck).as("acquisition").isNotDone();
        contest().assertFree();
        Contest.result(stuck);
    }

    /** A connection for notifications is lost like any other, and a wait must not depend on it. */
    @Test
    default void L10_waiting_client_acquires_a_released_lock_after_its_connections_silently_lost_all_data()
            throws InterruptedException {
        Lease lease = contest().client().tryAcquire(contest().request(LONG)).orElseThrow();
        TcpProxy proxy = proxy();
        LockBackend backend = contest().closeAfterTest(fixture().newBackend(proxy.address()));
        LockClient waiter = contest().client(backend, REQUEST_TIMEOUT);
        contest().waitInVain(waiter, Duration.ofSeconds(1));
        proxy.blackholeOpenConnections();
        contest().client(backend, SHORT_REQUEST_TIMEOUT); // replaces the connections for requests
        Future<Optional<Lease>> waiting =
                contest().inBackground(() -> waiter.tryAcquire(contest().request(LONG), Duration.ofSeconds(20)));
        Contest.sleep(Duration.ofMillis(300));
        long releasedAt = System.nanoTime();
        assertThat(lease.release()).isTrue();

        assertThat(Contest.result(waiting)).isPresent();
        assertThat(Contest.elapsedSince(releasedAt)).isLessThan(MAX_POLL_INTERVAL.plus(SLACK));
    }

    @Test
    default void L12_client_replaces_a_notification_channel_that_silently_loses_all_data() {
        TcpProxy proxy = proxy();
        LockBackend listener = contest().closeAfterTest(fixture().newBackend(proxy.address()));
        LockBackend holder = contest().backend();
        Semaphore notifications = new Semaphore(0);
        try (Subscription subscription =
                listener.subscribe(contest().lockName(), LONG, REQUEST_TIMEOUT, notifications::release)) {
            if (listener.guarantees().waiting() == Waiting.POLL) {
                assertThat(subscription).isSameAs(Subscription.NONE);
                return;
            }
            assertThat(notifiesOfReleases(holder, notifications))
                    .as("subscribed")
                    .isTrue();
            proxy.blackholeOpenConnections();

            assertThat(notifiesOfReleases(holder, notifications))
                    .as("subscribed again")
                    .isTrue();
        }
    }

    /** Acquires and releases the lock until two releases in a row cause a notification. */
    private boolean notifiesOfReleases(LockBackend holder, Semaphore notifications) {
        return Contest.await(
                Contest.RECOVERY_TIMEOUT,
                () -> IntStream.range(0, 2).allMatch(i -> notifiesOfARelease(holder, notifications)));
    }

    private boolean notifiesOfARelease(LockBackend holder, Semaphore notifications) {
        Grant grant = holder.tryAcquire(contest().lockName(), Contest.newOwner(), LONG, REQUEST_TIMEOUT)
                .orElseThrow();
        notifications.drainPermits();
        assertThat(grant.release(REQUEST_TIMEOUT)).isTrue();
        return Contest.await(Duration.ofMillis(500), () -> notifications.availablePermits() > 0);
    }

    /** Sends a request that the store processes, but whose response is lost or too late. Returns the failure. */
    private Throwable failureWithoutResponse(TcpProxy proxy, LockClient client, Callable<?> request, boolean disconnect)
            throws InterruptedException {
        Throwable failure = failureWithoutResponseOnce(proxy, client, request, disconnect);
        for (int attempts = 1; failure instanceof LockStoreException && attempts < MAX_ATTEMPTS; attempts++) {
            failure = failureWithoutResponseOnce(proxy, client, request, disconnect); // it was not sent
        }
        return failure;
    }

    private Throwable failureWithoutResponseOnce(
            TcpProxy proxy, LockClient client, Callable<?> request, boolean disconnect) throws InterruptedException {
        contest().warmUp(client);
        proxy.setMode(Mode.HOLD_RESPONSES);
        Future<Throwable> failure = contest().inBackground(() -> failureOf(request));
        assertThat(proxy.awaitHeldResponse(REQUEST_TIMEOUT))
                .as("response held by the proxy")
                .isTrue();
        if (disconnect) {
            proxy.setMode(Mode.DISCONNECT);
        }
        Throwable observed = Contest.result(failure);
        proxy.setMode(Mode.FORWARD);
        return observed;
    }

    private static Throwable failureOf(Callable<?> request) {
        try {
            return new AssertionError("The request succeeded: " + request.call());
        } catch (Exception e) {
            return e;
        }
    }

    private static void assertEndsWithin(Duration limit, Callable<Optional<Lease>> request) {
        long startedAt = System.nanoTime();
        FaultClauses.assertNotGranted(request);
        assertThat(Contest.elapsedSince(startedAt))
                .as("duration of a request limited to %s", limit)
                .isLessThan(limit.plus(SLACK));
    }

    private static void assertFails(ThrowingCallable request) {
        assertThatThrownBy(request).isInstanceOfAny(LockStoreException.class, UnknownOutcomeException.class);
    }
}
