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
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.UnknownOutcomeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** L2, L5, L6, L7 and L10 on a network that loses, delays or stops what passes. */
interface LostResponseClauses extends FaultClauses {

    /** Well under the time to live, so that it is the taking back that frees the lock. */
    Duration REVOKE_TIMEOUT = Duration.ofSeconds(10);

    /** A client may first ask its idle connection for a sign of life, and fail on that. */
    int MAX_TRIES = 5;

    @Test
    default void L5_a_grant_whose_connection_was_cut_before_its_answer_is_taken_back() throws InterruptedException {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, REQUEST_TIMEOUT);
        Callable<Optional<Lease>> acquire = () -> client.tryAcquire(contest().name(), LONG);

        assertThat(failsUnanswered(proxy, client, acquire, true)).isInstanceOf(UnknownOutcomeException.class);
        contest().assertFreeWithin(REVOKE_TIMEOUT);
    }

    @Test
    default void L5_a_grant_whose_answer_comes_too_late_is_taken_back() throws InterruptedException {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, SHORT_REQUEST_TIMEOUT);
        Callable<Optional<Lease>> acquire = () -> client.tryAcquire(contest().name(), LONG);

        assertThat(failsUnanswered(proxy, client, acquire, false)).isInstanceOf(UnknownOutcomeException.class);
        contest().assertFreeWithin(REVOKE_TIMEOUT);
    }

    @Test
    default void L5_a_release_whose_answer_got_lost_is_an_unknown_outcome_and_over_for_its_holder()
            throws InterruptedException {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, SHORT_REQUEST_TIMEOUT);
        Lease lease = client.tryAcquire(contest().name(), LONG).orElseThrow();
        proxy.setMode(Mode.HOLD_RESPONSES);

        assertFails(lease::release);
        assertThat(lease.mayBeHeld()).isFalse();
        proxy.setMode(Mode.FORWARD);
        contest().warmUp(client);
        Lease closed = client.tryAcquire(contest().name() + ":2", LONG).orElseThrow();
        proxy.setMode(Mode.HOLD_RESPONSES);
        assertThatCode(closed::close).doesNotThrowAnyException();
    }

    @Test
    default void L6_a_grant_that_comes_after_its_time_to_live_is_refused_and_given_back() throws InterruptedException {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, REQUEST_TIMEOUT);
        Duration timeToLive = Duration.ofMillis(400);
        Throwable failure = comesLate(proxy, client, timeToLive);
        for (int tries = 1; failure instanceof AssertionError && tries < MAX_TRIES; tries++) {
            failure = comesLate(proxy, client, timeToLive);
        }

        assertThat(failure)
                .isInstanceOf(LockStoreException.class)
                .hasMessageContaining("so late that it may have expired");
        contest().assertFreeWithin(SLACK);
    }

    private Throwable comesLate(TcpProxy proxy, LockClient client, Duration timeToLive) throws InterruptedException {
        contest().warmUp(client);
        proxy.setMode(Mode.HOLD_RESPONSES);
        Future<Throwable> late = contest()
                .inBackground(() -> failureOf(() -> {
                    Optional<Lease> lease = client.tryAcquire(contest().name(), timeToLive);
                    lease.ifPresent(Lease::close);
                    return lease;
                }));
        assertThat(proxy.awaitHeldResponse(REQUEST_TIMEOUT)).as("an answer waits").isTrue();
        Contest.sleep(timeToLive);
        proxy.setMode(Mode.FORWARD);
        return Contest.result(late);
    }

    @Test
    default void L6_the_time_that_an_answer_takes_is_not_left() throws InterruptedException {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, REQUEST_TIMEOUT);
        Duration delay = Duration.ofMillis(300);
        proxy.setMode(Mode.HOLD_RESPONSES);
        Future<Optional<Lease>> slow =
                contest().inBackground(() -> client.tryAcquire(contest().name(), LONG));
        assertThat(proxy.awaitHeldResponse(REQUEST_TIMEOUT)).as("an answer waits").isTrue();
        Contest.sleep(delay);
        proxy.setMode(Mode.FORWARD);

        assertThat(Contest.result(slow).orElseThrow().timeLeft()).isLessThanOrEqualTo(LONG.minus(delay));
    }

    @Test
    default void L7_a_renewal_whose_answer_got_lost_does_not_end_the_lease() throws InterruptedException {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, SHORT_REQUEST_TIMEOUT);
        Lease lease = client.tryAcquire(contest().name(), LONG).orElseThrow();
        assertThat(failsUnanswered(proxy, client, lease::renew, false)).isInstanceOf(UnknownOutcomeException.class);

        assertThat(lease.mayBeHeld()).isTrue();
        contest().warmUp(client);
        assertThat(lease.renew()).as("the next renewal").isTrue();
        contest().assertHeld();
        assertThat(lease.release()).as("release").isTrue();
        contest().assertFree();
    }

    @Test
    default void L2_the_lease_of_a_holder_that_is_cut_off_ends_by_itself() throws InterruptedException {
        TcpProxy proxy = proxy();
        LockBackend backend = contest().closeAfterTest(fixture().newBackend(proxy.address()));
        Duration timeToLive = Contest.shortTimeToLive(backend.guarantees());
        Grant grant = backend.tryAcquire(contest().lockName(), Contest.newOwner(), timeToLive, REQUEST_TIMEOUT)
                .orElseThrow();
        proxy.setMode(Mode.STALL);
        Lease successor = contest().acquireAfterExpiry(timeToLive);
        proxy.setMode(Mode.FORWARD);

        assertThat(grant.release(REQUEST_TIMEOUT))
                .as("release by the holder that is back")
                .isFalse();
        contest().assertHeld();
        assertThat(successor.release()).isTrue();
    }

    @Test
    default void L10_a_request_and_a_wait_end_in_time_while_nothing_passes() {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, Duration.ofSeconds(2));
        proxy.setMode(Mode.STALL);

        for (int millis : new int[] {250, 1_000, 250}) {
            Duration maxWait = Duration.ofMillis(millis);
            assertEndsWithin(maxWait, () -> client.tryAcquire(contest().name(), LONG, maxWait));
        }
        assertEndsWithin(
                client.requestTimeout(), () -> client.tryAcquire(contest().name(), LONG));
        proxy.setMode(Mode.FORWARD);
        contest().assertFreeWithin(REVOKE_TIMEOUT);
    }

    @Test
    default void L10_an_interrupt_is_heeded_within_a_requests_timeout_while_nothing_passes() {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, Duration.ofSeconds(2));
        proxy.setMode(Mode.STALL);
        Waiter waiter = Waiter.start(client, contest().name(), Duration.ofSeconds(30));
        Contest.sleep(Duration.ofMillis(100));
        waiter.interrupt();
        long interrupted = System.nanoTime();

        assertThat(waiter.end()).isIn(Waiter.End.INTERRUPTED, Waiter.End.FAILED);
        assertThat(Contest.elapsedSince(interrupted))
                .isLessThan(client.requestTimeout().plus(SLACK));
        proxy.setMode(Mode.FORWARD);
        contest().assertFreeWithin(REVOKE_TIMEOUT);
    }

    @Test
    default void L12_a_client_survives_a_cut_network() throws InterruptedException {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, SHORT_REQUEST_TIMEOUT);
        proxy.setMode(Mode.DISCONNECT);
        FaultClauses.assertNotGranted(() -> client.tryAcquire(contest().name(), LONG));
        proxy.setMode(Mode.FORWARD);

        contest().warmUp(client);
        assertThat(client.tryAcquire(contest().name() + ":2", LONG)).isPresent();
    }

    /** Sends a request that the store does, but whose answer does not come, or not in time. */
    private Throwable failsUnanswered(TcpProxy proxy, LockClient client, Callable<?> request, boolean cut)
            throws InterruptedException {
        Throwable failure = failsUnansweredOnce(proxy, client, request, cut);
        for (int tries = 1; failure instanceof LockStoreException && tries < MAX_TRIES; tries++) {
            failure = failsUnansweredOnce(proxy, client, request, cut); // it was not even sent
        }
        return failure;
    }

    private Throwable failsUnansweredOnce(TcpProxy proxy, LockClient client, Callable<?> request, boolean cut)
            throws InterruptedException {
        contest().warmUp(client);
        proxy.setMode(Mode.HOLD_RESPONSES);
        Future<Throwable> failure = contest().inBackground(() -> failureOf(request));
        assertThat(proxy.awaitHeldResponse(REQUEST_TIMEOUT)).as("an answer waits").isTrue();
        if (cut) {
            proxy.setMode(Mode.DISCONNECT);
        }
        Throwable seen = Contest.result(failure);
        proxy.setMode(Mode.FORWARD);
        return seen;
    }

    private static Throwable failureOf(Callable<?> request) {
        try {
            return new AssertionError("The request was answered: " + request.call());
        } catch (Exception e) {
            return e;
        }
    }

    private static void assertEndsWithin(Duration limit, Callable<Optional<Lease>> request) {
        long started = System.nanoTime();
        FaultClauses.assertNotGranted(request);
        assertThat(Contest.elapsedSince(started)).as("the end of %s", limit).isLessThan(limit.plus(SLACK));
    }

    private static void assertFails(ThrowingCallable request) {
        assertThatThrownBy(request).isInstanceOfAny(LockStoreException.class, UnknownOutcomeException.class);
    }
}
