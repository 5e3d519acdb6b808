package dev.lockrace.conformance.clause;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static dev.lockrace.conformance.clause.Contest.SLACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.Guarantees.Waiting;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockBackend.Subscription;
import dev.lockrace.lock.LockClient;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** L10 waiting while the store answers. */
interface WaitingClauses extends Clauses {

    @Test
    default void L10_waiting_client_acquires_the_lock_soon_after_its_release() {
        Lease lease = contest().client().tryAcquire(contest().request(LONG)).orElseThrow();
        LockClient waiter = contest().client();
        Future<Optional<Lease>> waiting =
                contest().inBackground(() -> waiter.tryAcquire(contest().request(LONG), Duration.ofSeconds(30)));
        Contest.sleep(Duration.ofMillis(300));
        assertThat(waiting).as("wait while the lock is held").isNotDone();
        long releasedAt = System.nanoTime();
        assertThat(lease.release()).isTrue();

        assertThat(Contest.result(waiting)).isPresent();
        assertThat(Contest.elapsedSince(releasedAt))
                .isLessThan(Duration.ofMillis(250).plus(SLACK));
    }

    @Test
    default void L10_wait_of_forever_acquires_the_lock_after_its_release() {
        Lease lease = contest().client().tryAcquire(contest().request(LONG)).orElseThrow();
        LockClient waiter = contest().client();
        Future<Optional<Lease>> waiting = contest()
                .inBackground(() -> waiter.tryAcquire(contest().request(LONG), ChronoUnit.FOREVER.getDuration()));
        Contest.sleep(Duration.ofMillis(300));
        assertThat(waiting).as("wait while the lock is held").isNotDone();
        assertThat(lease.release()).isTrue();

        assertThat(Contest.result(waiting)).isPresent();
    }

    @Test
    default void L10_waiters_of_one_client_acquire_the_lock_in_turn() {
        LockClient client = contest().client();
        Lease lease = contest().client().tryAcquire(contest().request(LONG)).orElseThrow();
        List<Future<Boolean>> waits = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waits.add(contest()
                    .inBackground(() -> client.tryRun(
                            contest().request(LONG).maxHold(LONG), Duration.ofSeconds(30), granted -> {})));
        }
        Contest.sleep(Duration.ofMillis(300));
        assertThat(lease.release()).isTrue();

        assertThat(waits).allSatisfy(wait -> assertThat(Contest.result(wait)).isTrue());
    }

    @Test
    default void L10_client_that_subscribed_while_the_lock_was_free_is_notified_of_a_later_release() {
        LockBackend holder = contest().backend();
        Semaphore notifications = new Semaphore(0);
        try (Subscription subscription =
                contest().backend().subscribe(contest().lockName(), LONG, REQUEST_TIMEOUT, notifications::release)) {
            Grant grant = holder.tryAcquire(contest().lockName(), Contest.newOwner(), LONG, REQUEST_TIMEOUT)
                    .orElseThrow();
            Contest.sleep(Duration.ofMillis(500));
            notifications.drainPermits(); // a spurious notification at the start is permitted
            assertThat(grant.release(REQUEST_TIMEOUT)).isTrue();

            assertThat(Contest.await(SLACK, () -> notifications.availablePermits() > 0))
                    .as("notified of the release")
                    .isEqualTo(contest().guarantees().waiting() == Waiting.NOTIFIED);
            assertThat(subscription).isNotNull();
        }
    }

    @Test
    default void L10_backend_notifies_of_a_release_if_and_only_if_it_declares_it() {
        LockBackend holder = contest().backend();
        LockBackend listener = contest().backend();
        Semaphore notifications = new Semaphore(0);
        Grant grant = holder.tryAcquire(contest().lockName(), Contest.newOwner(), LONG, REQUEST_TIMEOUT)
                .orElseThrow();
        try (Subscription subscription =
                listener.subscribe(contest().lockName(), LONG, REQUEST_TIMEOUT, notifications::release)) {
            Contest.await(
                    SLACK, () -> notifications.availablePermits() > 0); // subscribing may cause a spurious notification
            notifications.drainPermits();
            assertThat(grant.release(REQUEST_TIMEOUT)).isTrue();

            if (listener.guarantees().waiting() == Waiting.NOTIFIED) {
                assertThat(Contest.await(REQUEST_TIMEOUT, () -> notifications.availablePermits() > 0))
                        .as("notified of the release")
                        .isTrue();
            } else {
                assertThat(subscription).isSameAs(Subscription.NONE);
            }
        }
    }

    @Test
    default void L10_waiting_client_acquires_the_lock_once_its_lease_has_expired() throws InterruptedException {
        LockClient holder = contest().client();
        Guarantees guarantees = holder.guarantees();
        Duration timeToLive = Contest.shortTimeToLive(guarantees);
        Contest.acquireInTime(holder, contest().request(timeToLive));
        LockClient waiter = contest().client();

        assertThat(waiter.tryAcquire(
                        contest().request(LONG),
                        Contest.maxLeaseDuration(guarantees, timeToLive).plus(SLACK)))
                .isPresent();
    }

    @Test
    default void L10_waits_for_a_held_lock_end_contended_by_their_deadlines() {
        assertThat(contest().client().tryAcquire(contest().request(LONG))).isPresent();
        List<Callable<Waiter.End>> waits = new ArrayList<>();
        for (LockClient waiter : contest().clients(3)) {
            for (int millis : new int[] {150, 400, 700, 1_000}) {
                waits.add(() -> awaitDeadline(waiter, Duration.ofMillis(millis)));
            }
        }
        List<Waiter.End> ends = contest().inParallel(waits);

        assertThat(ends).isSubsetOf(Waiter.End.CONTENDED, Waiter.End.FAILED);
        assertThat(ends)
                .as("contended waits; only a few may fail because a busy machine answers their last request too late")
                .filteredOn(Waiter.End.CONTENDED::equals)
                .hasSizeGreaterThan(ends.size() * 2 / 3);
    }

    private Waiter.End awaitDeadline(LockClient client, Duration maxWait) {
        long startedAt = System.nanoTime();
        Waiter.End end = Waiter.start(client, contest().name(), maxWait).end();
        assertThat(Contest.elapsedSince(startedAt))
                .as("wait of %s", maxWait)
                .isBetween(maxWait.dividedBy(4), maxWait.plus(SLACK));
        return end;
    }

    @Test
    default void L10_wait_of_zero_is_a_single_attempt() throws InterruptedException {
        LockClient client = contest().client();
        Lease lease = client.tryAcquire(contest().request(LONG), Duration.ZERO).orElseThrow();

        assertThat(contest().client().tryAcquire(contest().request(LONG), Duration.ZERO))
                .isEmpty();
        assertThat(lease.release()).isTrue();
    }

    @Test
    default void L10_interrupt_ends_a_wait_and_leaves_no_lease() {
        Lease lease = contest().client().tryAcquire(contest().request(LONG)).orElseThrow();
        Waiter waiter = Waiter.start(contest().client(), contest().name(), Duration.ofSeconds(30));
        Contest.sleep(Duration.ofMillis(200));
        long interruptedAt = System.nanoTime();
        waiter.interrupt();

        assertThat(waiter.end()).as("end of the wait").isEqualTo(Waiter.End.INTERRUPTED);
        assertThat(Contest.elapsedSince(interruptedAt)).isLessThan(SLACK);
        assertThat(lease.release()).isTrue();
        contest().assertFree();
    }

    @Test
    default void L10_interrupt_at_any_time_leaves_no_lease() {
        LockClient client = contest().client();
        List<Waiter.End> ends = new ArrayList<>();
        for (int round = 0; round < 60; round++) {
            Waiter waiter = Waiter.start(client, contest().name(), Duration.ofSeconds(30));
            spin(ThreadLocalRandom.current().nextInt(1_500_000));
            waiter.interrupt();
            ends.add(waiter.end());
            contest().assertFreeWithin(Contest.REQUEST_TIMEOUT);
        }

        assertThat(ends)
                .as("ends of interrupted waits; an interrupt is not a store failure")
                .doesNotContain(Waiter.End.FAILED);
    }

    private static void spin(int nanos) {
        for (long start = System.nanoTime(); System.nanoTime() - start < nanos; ) {
            Thread.onSpinWait();
        }
    }
}
