package dev.lockrace.conformance.clause;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * L3 ownership. Most tests call the backend directly, since a {@link Lease} that has expired would not send these
 * requests.
 */
interface OwnershipClauses extends Clauses {

    @Test
    default void L3_expired_holder_cannot_release_its_successor() throws InterruptedException {
        LockBackend holder = contest().backend();
        Duration timeToLive = Contest.shortTimeToLive(holder.guarantees());
        Grant expired = grant(holder, Contest.newOwner(), timeToLive);
        Lease successor = contest().acquireAfterExpiry(timeToLive);

        assertThat(expired.release(REQUEST_TIMEOUT))
                .as("release by the expired holder")
                .isFalse();
        contest().assertHeld();
        assertThat(successor.release()).as("release by the successor").isTrue();
    }

    @Test
    default void L3_expired_holder_cannot_renew_its_successors_lease() throws InterruptedException {
        LockBackend holder = contest().backend();
        Duration timeToLive = Contest.shortTimeToLive(holder.guarantees());
        Grant expired = grant(holder, Contest.newOwner(), timeToLive);
        Lease successor = contest().acquireAfterExpiry(timeToLive);

        assertThat(expired.renew(LONG, REQUEST_TIMEOUT))
                .as("renewal by the expired holder")
                .isFalse();
        contest().assertHeld();
        assertThat(successor.renew()).as("renewal by the successor").isTrue();
        assertThat(successor.release()).as("release by the successor").isTrue();
        contest().assertFree();
    }

    @Test
    default void L3_released_lease_cannot_be_released_again_nor_release_its_successor() {
        Grant first = grant(contest().backend(), Contest.newOwner(), LONG);
        assertThat(first.release(REQUEST_TIMEOUT)).as("release").isTrue();
        assertThat(first.release(REQUEST_TIMEOUT)).as("release of a free lock").isFalse();

        Grant successor = grant(contest().backend(), Contest.newOwner(), LONG);
        assertThat(first.release(REQUEST_TIMEOUT))
                .as("release of the successor by the first holder")
                .isFalse();
        contest().assertHeld();
        assertThat(successor.release(REQUEST_TIMEOUT))
                .as("release by the successor")
                .isTrue();
    }

    @Test
    default void L3_revoke_ends_only_the_lease_of_the_given_owner_id() {
        LockBackend one = contest().backend();
        LockBackend two = contest().backend();
        String owner = Contest.newOwner();
        grant(one, owner, LONG);

        assertThat(two.revoke(contest().lockName(), Contest.newOwner(), REQUEST_TIMEOUT))
                .as("revocation by another owner id")
                .isFalse();
        contest().assertHeld();
        assertThat(two.revoke(contest().lockName(), owner, REQUEST_TIMEOUT))
                .as("revocation by the owner id")
                .isTrue();
        assertThat(two.revoke(contest().lockName(), owner, REQUEST_TIMEOUT))
                .as("revocation of a free lock")
                .isFalse();
        contest().assertFree();
    }

    @Test
    default void L3_holder_of_a_revoked_lease_cannot_renew_or_release_it() {
        LockBackend one = contest().backend();
        String owner = Contest.newOwner();
        Grant grant = grant(one, owner, LONG);
        assertThat(one.revoke(contest().lockName(), owner, REQUEST_TIMEOUT)).isTrue();

        assertThat(grant.renew(LONG, REQUEST_TIMEOUT)).as("renewal").isFalse();
        assertThat(grant.release(REQUEST_TIMEOUT)).as("release").isFalse();
        contest().assertFree();
    }

    @Test
    default void L3_lease_can_be_released_by_another_and_interrupted_thread() {
        LockClient client = contest().client();
        Lease lease = Contest.result(contest()
                .inBackground(() -> client.tryAcquire(contest().request(LONG)).orElseThrow()));
        boolean released = Contest.result(contest().inBackground(() -> {
            Thread.currentThread().interrupt();
            return lease.release() && Thread.interrupted();
        }));

        assertThat(released).as("release by another, interrupted thread").isTrue();
        contest().assertFree();
    }

    private Grant grant(LockBackend backend, String owner, Duration timeToLive) {
        return backend.tryAcquire(contest().lockName(), owner, timeToLive, REQUEST_TIMEOUT)
                .orElseThrow(() -> new AssertionError(
                        "The free lock %s was not granted".formatted(contest().name())));
    }
}
