package dev.lockrace.conformance.clause;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static dev.lockrace.conformance.clause.Contest.SLACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.fault.network.TcpProxy;
import dev.lockrace.lock.Grant;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** L1, L6, L7 and L10 on a slow store. */
interface SlowStoreClauses extends FaultClauses {

    Duration DELAY = Duration.ofMillis(300);
    Duration SLOW_CONTENTION_TIME = Duration.ofSeconds(4);

    /** Creates an independent client that has reached the store once, and delays all further responses to it. */
    default LockClient slowClient() {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, REQUEST_TIMEOUT);
        proxy.delayResponses(DELAY);
        return client;
    }

    @Test
    default void L1_lock_of_a_slow_store_never_has_two_holders() {
        ExclusionClauses.Holders holders = new ExclusionClauses.Holders();
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (LockClient client : List.of(slowClient(), slowClient(), contest().client())) {
            tasks.add(() -> holders.contend(client, contest().name(), SLOW_CONTENTION_TIME));
        }
        int grants =
                contest().inParallel(tasks).stream().mapToInt(Integer::intValue).sum();

        assertThat(holders.peak()).as("peak holders").isEqualTo(1);
        assertThat(grants).as("grants").isGreaterThan(tasks.size());
    }

    @Test
    default void L6_time_left_counts_from_before_each_request_to_a_slow_store() {
        Lease lease = slowClient().tryAcquire(contest().request(LONG)).orElseThrow();
        Duration afterGrant = lease.timeLeft();
        boolean renewed = lease.renew();
        Duration afterRenewal = lease.timeLeft();

        assertThat(afterGrant)
                .as("time left after the grant")
                .isBetween(LONG.minus(REQUEST_TIMEOUT), LONG.minus(DELAY));
        assertThat(renewed).as("renewal").isTrue();
        assertThat(afterRenewal)
                .as("time left after the renewal")
                .isBetween(LONG.minus(REQUEST_TIMEOUT), LONG.minus(DELAY));
        assertThat(lease.release()).as("release").isTrue();
    }

    @Test
    default void L7_watchdog_keeps_the_lease_of_a_slow_store() {
        LockClient holder = slowClient();
        LockClient other = contest().client();
        Duration timeToLive = Contest.renewedTimeToLive(holder.guarantees()).multipliedBy(2);
        LossListener loss = new LossListener();
        Lease lease = loss.registerOn(
                        holder.tryAcquire(contest().request(timeToLive)).orElseThrow())
                .renewAutomatically();

        contest().assertHeldFor(Contest.maxLeaseDuration(holder.guarantees(), timeToLive), other);
        assertThat(loss.isNotified()).as("notified of a loss").isFalse();
        assertThat(lease.release()).as("release").isTrue();
        contest().assertFree();
    }

    @Test
    default void L10_wait_on_a_slow_store_ends_by_its_deadline_or_acquires_a_released_lock() {
        Lease lease = contest().client().tryAcquire(contest().request(LONG)).orElseThrow();
        LockClient waiter = slowClient();
        Duration maxWait = DELAY.multipliedBy(4);
        long startedAt = System.nanoTime();
        Waiter.End end = Waiter.start(waiter, contest().name(), maxWait).end();
        Duration waited = Contest.elapsedSince(startedAt);

        assertThat(end).isIn(Waiter.End.CONTENDED, Waiter.End.FAILED);
        assertThat(waited).as("wait of %s", maxWait).isLessThan(maxWait.plus(SLACK));
        Future<Optional<Lease>> waiting =
                contest().inBackground(() -> waiter.tryAcquire(contest().request(LONG), Duration.ofSeconds(30)));
        Contest.sleep(DELAY);
        assertThat(lease.release()).as("release").isTrue();
        assertThat(Contest.result(waiting)).as("lease after the release").isPresent();
    }

    /** A request may consist of several round trips, in particular after a lost connection. */
    @Test
    default void L10_every_request_to_a_slow_store_ends_by_its_timeout() {
        TcpProxy proxy = proxy();
        LockBackend backend = contest().closeAfterTest(fixture().newBackend(proxy.address()));
        Duration timeout = Duration.ofSeconds(2);
        List<Grant> grants = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            LockName name = new LockName(contest().name() + ":" + i);
            grants.add(backend.tryAcquire(name, Contest.newOwner(), LONG, REQUEST_TIMEOUT)
                    .orElseThrow());
        }
        String owner = Contest.newOwner();
        assertThat(backend.tryAcquire(contest().lockName(), owner, LONG, REQUEST_TIMEOUT))
                .isPresent();
        proxy.setMode(TcpProxy.Mode.DISCONNECT);
        proxy.setMode(TcpProxy.Mode.FORWARD);
        contest()
                .warmUp(contest()
                        .closeAfterTest(LockClient.builder(backend)
                                .requestTimeout(REQUEST_TIMEOUT)
                                .build()));
        proxy.delayResponses(timeout.minusMillis(100));

        assertEndsWithin(timeout, () -> backend.revoke(contest().lockName(), owner, timeout));
        assertEndsWithin(timeout, () -> grants.get(0).renew(LONG, timeout));
        assertEndsWithin(timeout, () -> grants.get(1).release(timeout));
    }

    private static void assertEndsWithin(Duration timeout, BooleanSupplier request) {
        long startedAt = System.nanoTime();
        try {
            boolean unused = request.getAsBoolean();
        } catch (LockException e) {
            // The outcome does not matter here.
        }
        assertThat(Contest.elapsedSince(startedAt))
                .as("duration of a request limited to %s", timeout)
                .isLessThan(timeout.plus(SLACK));
    }
}
