package dev.lockrace.conformance;

import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static dev.lockrace.conformance.clause.Contest.SLACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.conformance.clause.Contest;
import dev.lockrace.lock.Grant;
import dev.lockrace.lock.Guarantees.ClockStep;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds on a store that declares {@link ClockStep#SHIFTS_EXPIRY} when its wall clock is stepped by a minute. */
@Timeout(120)
public abstract class SteppedClockContract {

    private static final Duration STEP = Duration.ofMinutes(1);

    /** Shorter than the step. */
    private static final Duration SHORTER = Duration.ofSeconds(30);

    /** Longer than two steps. */
    private static final Duration LONGER = Duration.ofMinutes(10);

    private final Contest contest = new Contest(store());

    protected abstract ServerFixture store();

    /** Deletes all leases from the store, as its own cleaning does after they have ended. */
    protected abstract void deleteLeases() throws Exception;

    @BeforeEach
    void checkDeclaration() {
        assertThat(contest.guarantees().clockStep()).isEqualTo(ClockStep.SHIFTS_EXPIRY);
    }

    @AfterEach
    void close() throws Exception {
        store().stepClock(Duration.ZERO);
        contest.close();
    }

    @Test
    void L4_tokens_grow_across_steps_of_the_clock() {
        List<Long> tokens = new ArrayList<>();
        for (Duration offset : List.of(Duration.ZERO, STEP, STEP.negated(), Duration.ZERO)) {
            store().stepClock(offset);
            tokens.add(grantAndRelease());
            tokens.add(grantAndRelease());
        }

        assertGrowing(tokens);
    }

    @Test
    void L4_tokens_grow_after_a_step_back_and_the_deletion_of_the_lease() throws Exception {
        store().stepClock(STEP);
        long token = grantAndRelease();
        deleteLeases();
        store().stepClock(STEP.negated());
        long next = grantAndRelease();
        deleteLeases();

        assertGrowing(List.of(token, next, grantAndRelease()));
    }

    @Test
    void L1_L4_one_holder_and_growing_tokens_among_waiters_while_the_clock_steps() throws Exception {
        List<Long> tokens = new ArrayList<>(); // guarded by the lock under test
        List<LockClient> clients = contest.clients(4);
        List<Future<Void>> contenders = new ArrayList<>();
        CountDownLatch running = new CountDownLatch(clients.size());
        for (LockClient client : clients) {
            contenders.add(contest.inBackground(() -> {
                for (int i = 0; i < 25; i++) {
                    assertThat(client.tryRun(
                                    contest.request(LONGER).maxHold(LONGER),
                                    SHORTER,
                                    lease -> tokens.add(lease.fencingToken())))
                            .isTrue();
                }
                running.countDown();
                return null;
            }));
        }
        for (boolean ahead = true;
                !running.await(50, TimeUnit.MILLISECONDS) && !allAreDone(contenders);
                ahead = !ahead) {
            store().stepClock(ahead ? STEP : STEP.negated());
        }
        contenders.forEach(Contest::result);

        assertThat(tokens).hasSize(100);
        assertGrowing(tokens);
    }

    @Test
    void L3_a_released_lock_stays_free_after_a_step_back() {
        store().stepClock(STEP);
        grantAndRelease();
        store().stepClock(STEP.negated());

        contest.assertFree();
    }

    @Test
    void L2_a_step_forward_ends_a_lease_early_and_its_holder_learns_at_its_next_renewal() {
        Duration timeToLive = Duration.ofSeconds(9);
        Lease lease = acquire(timeToLive).renewAutomatically();
        store().stepClock(STEP);

        Lease successor = acquire(SHORTER);
        assertThat(successor.fencingToken()).isGreaterThan(lease.fencingToken());
        assertThat(Contest.await(timeToLive.dividedBy(3).plus(SLACK), lease::isLost))
                .as("loss noticed at the renewal")
                .isTrue();
        assertThat(successor.renew()).isTrue();
    }

    @Test
    void L3_a_lease_that_a_step_forward_ended_can_neither_be_renewed_nor_released() {
        Grant ended = grant(SHORTER);
        Grant alsoEnded = grant("second-" + contest.name(), SHORTER);
        store().stepClock(STEP);
        Lease successor = acquire(SHORTER);

        assertThat(ended.renew(SHORTER, REQUEST_TIMEOUT)).isFalse();
        assertThat(ended.release(REQUEST_TIMEOUT)).isFalse();
        assertThat(alsoEnded.renew(SHORTER, REQUEST_TIMEOUT))
                .as("renewal without a successor")
                .isFalse();
        contest.assertHeld();
        assertThat(successor.release()).isTrue();
    }

    @Test
    void L2_a_step_forward_ends_a_lease_earlier_by_no_more_than_the_step() {
        Lease lease = acquire(STEP.plus(SHORTER));
        store().stepClock(STEP);
        contest.assertHeld();

        assertThat(lease.renew()).isTrue();
        assertThat(lease.release()).isTrue();
        contest.assertFree();
    }

    @Test
    void L2_a_step_back_prolongs_an_abandoned_lease_by_no_more_than_the_step() {
        Duration timeToLive = Contest.shortTimeToLive(contest.guarantees());
        store().stepClock(STEP);
        grant(timeToLive);
        store().stepClock(Duration.ZERO);
        contest.assertHeldFor(Contest.maxLeaseDuration(contest.guarantees(), timeToLive), contest.client());

        store().stepClock(STEP); // as if the minute had passed
        contest.assertFreeWithin(Contest.maxLeaseDuration(contest.guarantees(), timeToLive));
    }

    @Test
    void L7_the_first_renewal_after_a_step_back_restores_the_time_to_live() {
        Duration timeToLive = Duration.ofSeconds(3);
        Grant grant = grant(timeToLive);
        store().stepClock(STEP.negated());
        assertThat(grant.renew(timeToLive, REQUEST_TIMEOUT)).isTrue();
        contest.assertHeld();

        contest.assertFreeWithin(Contest.maxLeaseDuration(contest.guarantees(), timeToLive));
    }

    @Test
    void L10_a_waiter_acquires_the_lock_after_a_step_forward_has_ended_its_lease() {
        grant(SHORTER);
        Future<Optional<Lease>> waiting = startWaiter();
        store().stepClock(STEP);
        long steppedAt = System.nanoTime();

        assertThat(Contest.result(waiting)).isPresent();
        assertThat(Contest.elapsedSince(steppedAt))
                .isLessThan(contest.guarantees().waiting().maxPause().plus(SLACK));
    }

    @Test
    void L10_a_waiter_acquires_the_lock_soon_after_its_release_at_any_offset() {
        for (Duration offset : List.of(STEP, STEP.negated())) {
            Lease lease = acquire(LONGER);
            Future<Optional<Lease>> waiting = startWaiter();
            store().stepClock(offset);
            contest.assertHeld();
            long releasedAt = System.nanoTime();
            assertThat(lease.release()).isTrue();

            Optional<Lease> next = Contest.result(waiting);
            assertThat(Contest.elapsedSince(releasedAt))
                    .isLessThan(contest.guarantees().waiting().maxPause().plus(SLACK));
            assertThat(next.orElseThrow().release()).isTrue();
        }
    }

    private Future<Optional<Lease>> startWaiter() {
        LockClient waiter = contest.client();
        Future<Optional<Lease>> waiting =
                contest.inBackground(() -> waiter.tryAcquire(contest.request(LONGER), Duration.ofSeconds(25)));
        Contest.sleep(Duration.ofMillis(500));
        assertThat(waiting).as("wait while the lock is held").isNotDone();
        return waiting;
    }

    private Lease acquire(Duration timeToLive) {
        return contest.client().tryAcquire(contest.request(timeToLive)).orElseThrow();
    }

    private Grant grant(Duration timeToLive) {
        return grant(contest.name(), timeToLive);
    }

    private Grant grant(String name, Duration timeToLive) {
        LockBackend backend = contest.backend();
        return backend.tryAcquire(new LockName(name), Contest.newOwner(), timeToLive, REQUEST_TIMEOUT)
                .orElseThrow();
    }

    private long grantAndRelease() {
        Grant grant = grant(LONGER);
        assertThat(grant.release(REQUEST_TIMEOUT)).isTrue();
        return grant.token().orElseThrow();
    }

    private static boolean allAreDone(List<Future<Void>> tasks) {
        return tasks.stream().allMatch(Future::isDone);
    }

    private static void assertGrowing(List<Long> tokens) {
        assertThat(tokens).isSorted().doesNotHaveDuplicates();
    }
}
