package dev.lockrace.conformance.clause;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.SLACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lock.Guarantees.Waiting;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** L13 minimum hold. */
interface MinimumHoldClauses extends Clauses {

    @Test
    default void L13_released_lock_is_contended_until_its_minimum_hold_is_over() throws InterruptedException {
        Duration minHold = minHold();
        Lease lease = contest().client().tryAcquire(request(LONG)).orElseThrow();
        long grantedAt = System.nanoTime();

        assertThat(lease.release()).as("release").isTrue();
        assertThat(lease.mayBeHeld()).as("mayBeHeld() after the release").isFalse();
        assertThat(lease.release()).as("second release").isFalse();
        contest().assertHeld();
        assertNextGrant(grantedAt, minHold);
    }

    @Test
    default void L13_minimum_hold_outlives_a_holder_that_crashes() throws InterruptedException {
        Duration minHold = minHold();
        LockBackend backend = contest().backend();
        LockClient holder = contest().client(backend, Contest.REQUEST_TIMEOUT);
        Lease lease = holder.tryAcquire(request(minHold)).orElseThrow();
        long grantedAt = System.nanoTime();
        lease.onLoss(() -> {}).renewAutomatically();
        holder.close(); // without a release

        assertNextGrant(grantedAt, minHold);
    }

    @Test
    default void L13_lock_is_free_after_a_release_that_follows_the_minimum_hold() {
        Lease lease = contest().client().tryAcquire(request(LONG)).orElseThrow();
        Contest.sleep(minHold());

        assertThat(lease.release()).as("release").isTrue();
        contest().assertFree();
    }

    @Test
    default void L13_renewal_does_not_end_the_lease_before_its_minimum_hold() throws InterruptedException {
        Duration minHold = minHold();
        Lease lease = contest().client().tryAcquire(request(LONG)).orElseThrow();
        long grantedAt = System.nanoTime();

        assertThat(lease.renew(contest().guarantees().minTimeToLive()))
                .as("renewal for a shorter time")
                .isTrue();
        assertNextGrant(grantedAt, minHold);
        assertThat(lease.mayBeHeld()).as("mayBeHeld() after the next grant").isFalse();
    }

    /** A time to live can be shortened by its holder, as by a release that precedes the end of a minimum hold. */
    @Test
    default void L13_renewal_for_a_shorter_time_ends_the_lease_earlier() throws InterruptedException {
        Duration shorter = Contest.renewedTimeToLive(contest().guarantees());
        Lease lease = contest().client().tryAcquire(contest().request(LONG)).orElseThrow();
        long renewedAt = System.nanoTime();

        assertThat(lease.renew(shorter)).as("renewal for a shorter time").isTrue();
        assertThat(lease.timeLeft()).isLessThanOrEqualTo(shorter);
        assertNextGrant(renewedAt, shorter);
    }

    /** Fails unless a waiting client, whose clock may differ, is granted the lock when the time is over, by polling. */
    private void assertNextGrant(long startedAt, Duration time) throws InterruptedException {
        LockClient waiter = contest().client();
        Duration limit = time.plus(waiter.guarantees().maxOverrun())
                .plus(Waiting.NOTIFIED.maxPause())
                .plus(SLACK.multipliedBy(2));
        Optional<Lease> next = waiter.tryAcquire(contest().request(LONG), limit.plus(SLACK.multipliedBy(2)));
        Duration took = Contest.elapsedSince(startedAt);

        assertThat(next).as("the next lease").isPresent();
        assertThat(took).as("time until the next grant").isBetween(time.minus(ExpiryClauses.CLOCK_TOLERANCE), limit);
    }

    private LockRequest request(Duration timeToLive) {
        return contest().request(timeToLive).minHold(minHold());
    }

    private Duration minHold() {
        return Contest.renewedTimeToLive(contest().guarantees());
    }
}
