package dev.lockrace.conformance.clause;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static dev.lockrace.conformance.clause.Contest.SLACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.fault.network.TcpProxy;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** L1, L6, L7 and L10 on a store that answers everything, but late. */
interface SlowStoreClauses extends FaultClauses {

    Duration SLOW = Duration.ofMillis(300);
    Duration SLOW_STORM = Duration.ofSeconds(4);

    /** A new independent client that has reached the store once, and to which it is slow from now on. */
    default LockClient slowClient() {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, REQUEST_TIMEOUT);
        proxy.delayResponses(SLOW);
        return client;
    }

    @Test
    default void L1_a_lock_of_a_slow_store_never_has_two_holders() {
        ExclusionClauses.Holders holders = new ExclusionClauses.Holders();
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (LockClient client : List.of(slowClient(), slowClient(), contest().client())) {
            tasks.add(() -> holders.grab(client, contest().name(), SLOW_STORM));
        }
        int grants =
                contest().inParallel(tasks).stream().mapToInt(Integer::intValue).sum();

        assertThat(holders.peak()).as("peak holders").isEqualTo(1);
        assertThat(grants).as("grants").isGreaterThan(tasks.size());
    }

    @Test
    default void L6_what_is_left_of_a_slow_stores_lease_counts_from_before_each_request() {
        Lease lease = slowClient().tryAcquire(contest().name(), LONG).orElseThrow();
        Duration afterGrant = lease.timeLeft();
        boolean renewed = lease.renew();
        Duration afterRenewal = lease.timeLeft();

        assertThat(afterGrant).as("left after the grant").isBetween(LONG.minus(REQUEST_TIMEOUT), LONG.minus(SLOW));
        assertThat(renewed).as("renewal").isTrue();
        assertThat(afterRenewal).as("left after the renewal").isBetween(LONG.minus(REQUEST_TIMEOUT), LONG.minus(SLOW));
        assertThat(lease.release()).as("release").isTrue();
    }

    @Test
    default void L7_a_watchdog_keeps_a_slow_stores_lease() {
        LockClient holder = slowClient();
        LockClient other = contest().client();
        Duration timeToLive = Contest.renewedTimeToLive(holder.guarantees()).multipliedBy(2);
        LossListener loss = new LossListener();
        Lease lease = loss.registerOn(holder.tryAcquire(contest().name(), timeToLive).orElseThrow())
                .renewAutomatically();

        contest().assertHeldFor(Contest.maxLeaseDuration(holder.guarantees(), timeToLive), other);
        assertThat(loss.isNotified()).as("told of a loss").isFalse();
        assertThat(lease.release()).as("release").isTrue();
        contest().assertFree();
    }

    @Test
    default void L10_a_wait_on_a_slow_store_ends_by_its_deadline_and_gets_what_is_freed_before() {
        Lease lease = contest().client().tryAcquire(contest().name(), LONG).orElseThrow();
        LockClient waiter = slowClient();
        Duration brief = SLOW.multipliedBy(4);
        long began = System.nanoTime();
        Waiter.End end = Waiter.start(waiter, contest().name(), brief).end();
        Duration waited = Contest.elapsedSince(began);

        assertThat(end).isIn(Waiter.End.CONTENDED, Waiter.End.FAILED);
        assertThat(waited).as("a wait of %s", brief).isLessThan(brief.plus(SLACK));
        Future<Optional<Lease>> waiting =
                contest().inBackground(() -> waiter.tryAcquire(contest().name(), LONG, Duration.ofSeconds(30)));
        Contest.sleep(SLOW);
        assertThat(lease.release()).as("release").isTrue();
        assertThat(Contest.result(waiting)).as("what was freed").isPresent();
    }
}
