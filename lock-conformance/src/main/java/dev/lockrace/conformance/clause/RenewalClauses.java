package dev.lockrace.conformance.clause;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockName;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** L7 renewal. */
interface RenewalClauses extends Clauses {

    int REVOKE_ROUNDS = 60;

    @Test
    default void L7_renewed_lease_outlasts_its_time_to_live_and_expires_after_the_last_renewal()
            throws InterruptedException {
        LockClient holder = contest().client();
        LockClient other = contest().client();
        Guarantees guarantees = holder.guarantees();
        Duration timeToLive = Contest.renewedTimeToLive(guarantees);
        Lease lease = holder.tryAcquire(contest().request(timeToLive)).orElseThrow();
        long grantedAt = System.nanoTime();
        Duration unrenewedDuration = timeToLive.plus(guarantees.maxOverrun()).plus(Duration.ofMillis(300));
        await().pollInSameThread()
                .pollInterval(Duration.ofMillis(100))
                .atMost(unrenewedDuration.multipliedBy(2))
                .until(() -> {
                    assertThat(lease.renew()).as("renewal").isTrue();
                    assertThat(other.tryAcquire(contest().request(LONG)))
                            .as("another client's attempt %s after the grant", Contest.elapsedSince(grantedAt))
                            .isEmpty();
                    return Contest.elapsedSince(grantedAt).compareTo(unrenewedDuration) > 0;
                });

        Lease successor = contest().acquireAfterExpiry(timeToLive);
        assertThat(lease.renew()).isFalse();
        assertThat(lease.mayBeHeld()).isFalse();
        assertThat(successor.release()).isTrue();
    }

    @Test
    default void L7_renewal_extends_the_time_left() {
        LockClient holder = contest().client();
        Lease lease = holder.tryAcquire(contest().request(LONG)).orElseThrow();
        Contest.sleep(Duration.ofMillis(50));
        Duration before = lease.timeLeft();

        assertThat(before).isLessThanOrEqualTo(LONG.minusMillis(50));
        assertThat(lease.renew()).isTrue();
        assertThat(lease.timeLeft()).isGreaterThan(before).isLessThanOrEqualTo(LONG);
    }

    @Test
    default void L7_released_lease_is_never_revived() {
        LockBackend backend = contest().backend();
        Grant grant = backend.tryAcquire(contest().lockName(), Contest.newOwner(), LONG, REQUEST_TIMEOUT)
                .orElseThrow();
        assertThat(grant.release(REQUEST_TIMEOUT)).isTrue();

        assertThat(grant.renew(LONG, REQUEST_TIMEOUT))
                .as("renewal of a released lease")
                .isFalse();
        contest().assertFree();
    }

    @Test
    default void L7_expired_lease_is_never_revived_even_if_the_lock_is_free() {
        LockBackend backend = contest().backend();
        Duration timeToLive = Contest.shortTimeToLive(backend.guarantees());
        String owner = Contest.newOwner();
        Grant grant = backend.tryAcquire(contest().lockName(), owner, timeToLive, REQUEST_TIMEOUT)
                .orElseThrow();
        Contest.sleep(Contest.maxLeaseDuration(backend.guarantees(), timeToLive));

        assertThat(grant.renew(LONG, REQUEST_TIMEOUT)).as("renewal").isFalse();
        assertThat(grant.release(REQUEST_TIMEOUT)).as("release").isFalse();
        assertThat(backend.revoke(contest().lockName(), owner, REQUEST_TIMEOUT))
                .as("revocation")
                .isFalse();
        contest().assertFree();
    }

    /** A revoked lease must not be revived, whichever request reaches the store first. */
    @Test
    default void L7_renewal_concurrent_with_revoke_never_revives_the_lease() {
        LockBackend holder = contest().backend();
        LockBackend other = contest().backend();
        LockBackend third = contest().backend();
        for (int round = 0; round < REVOKE_ROUNDS; round++) {
            LockName name = new LockName(contest().name() + ":" + round);
            String owner = Contest.newOwner();
            Grant grant = holder.tryAcquire(name, owner, LONG, REQUEST_TIMEOUT).orElseThrow();
            List<Boolean> results = contest()
                    .inParallel(List.of(
                            () -> grant.renew(LONG, REQUEST_TIMEOUT),
                            () -> other.revoke(name, owner, REQUEST_TIMEOUT)));
            boolean renewed = results.get(0);
            boolean revoked = results.get(1);

            assertThat(renewed || revoked)
                    .as("renewed or revoked, round %d", round)
                    .isTrue();
            assertThat(third.tryAcquire(name, Contest.newOwner(), LONG, REQUEST_TIMEOUT)
                            .isPresent())
                    .as("lock is free, round %d, renewed: %s", round, renewed)
                    .isEqualTo(revoked);
        }
    }

    @Test
    default void L7_concurrent_renewals_all_succeed_and_keep_the_lease() {
        Lease lease = contest().client().tryAcquire(contest().request(LONG)).orElseThrow();
        Callable<Boolean> renewals = () -> {
            boolean all = true;
            for (int i = 0; i < 25; i++) {
                all &= lease.renew();
            }
            return all;
        };

        assertThat(contest().inParallel(Collections.nCopies(4, renewals)))
                .as("renewals")
                .containsOnly(true);
        contest().assertHeld();
        assertThat(lease.release()).as("release").isTrue();
        Optional<Lease> next = contest().client().tryAcquire(contest().request(LONG));
        assertThat(next).isPresent();
    }
}
