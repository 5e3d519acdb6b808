package dev.lockrace.conformance.clause;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** L1 exclusion, and L11 not re-entrant. */
interface ExclusionClauses extends Clauses {

    int CLIENTS = 4;
    int THREADS = 8;
    int ROUNDS = 50;
    Duration CONTENTION_TIME = Duration.ofSeconds(1);

    @Test
    default void L1_only_one_of_many_concurrent_attempts_is_granted() {
        List<LockClient> clients = contest().clients(CLIENTS);
        for (int round = 0; round < ROUNDS; round++) {
            String name = contest().name() + ":" + round;
            List<Callable<Optional<Lease>>> attempts = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                LockClient client = clients.get(thread % CLIENTS);
                attempts.add(() -> client.tryAcquire(LockRequest.of(name).timeToLive(LONG)));
            }
            assertThat(contest().inParallel(attempts))
                    .as("grants of round %d", round)
                    .filteredOn(Optional::isPresent)
                    .hasSize(1);
        }
    }

    @Test
    @ResourceLock("processors") // uses all of them, if tests run in parallel
    default void L1_contended_lock_never_has_two_holders() {
        List<LockClient> clients = contest().clients(CLIENTS);
        Holders holders = new Holders();
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            LockClient client = clients.get(thread % CLIENTS);
            tasks.add(() -> holders.contend(client, contest().name(), CONTENTION_TIME));
        }
        int grants =
                contest().inParallel(tasks).stream().mapToInt(Integer::intValue).sum();

        assertThat(holders.peak()).as("peak holders").isEqualTo(1);
        assertThat(grants).as("grants").isGreaterThan(THREADS);
    }

    @Test
    default void L1_locks_of_different_names_are_independent() {
        LockClient one = contest().client();
        LockClient two = contest().client();

        assertThat(one.tryAcquire(LockRequest.of(contest().name() + ":1").timeToLive(LONG)))
                .isPresent();
        assertThat(two.tryAcquire(LockRequest.of(contest().name() + ":2").timeToLive(LONG)))
                .isPresent();
        assertThat(one.tryAcquire(LockRequest.of(contest().name() + ":2").timeToLive(LONG)))
                .isEmpty();
        assertThat(two.tryAcquire(LockRequest.of(contest().name() + ":1").timeToLive(LONG)))
                .isEmpty();
    }

    @Test
    default void L1_lock_can_be_acquired_immediately_after_its_release() {
        LockClient one = contest().client();
        for (int round = 0; round < 5; round++) {
            Lease lease = one.tryAcquire(contest().request(LONG)).orElseThrow();
            contest().assertHeld();
            assertThat(lease.release()).as("release").isTrue();
            contest().assertFree();
        }
    }

    @Test
    default void L11_second_acquire_by_the_same_holder_is_contended() {
        LockClient client = contest().client();
        Lease lease = client.tryAcquire(contest().request(LONG)).orElseThrow();

        assertThat(client.tryAcquire(contest().request(LONG))).isEmpty();
        contest().waitInVain(client, Duration.ofMillis(300));
        assertThat(lease.release()).as("release after the second acquire").isTrue();
        contest().assertFree();
    }

    /** Counts the holders of a lock at the same time. */
    final class Holders {

        private static final long HOLD_NANOS = 20_000;

        private final AtomicInteger now = new AtomicInteger();
        private final AtomicInteger peak = new AtomicInteger();

        /** Acquires and releases the lock repeatedly for the given time. Returns the number of grants. */
        int contend(LockClient client, String name, Duration time) {
            int grants = 0;
            for (long start = System.nanoTime(); Contest.elapsedSince(start).compareTo(time) < 0; ) {
                Optional<Lease> lease = client.tryAcquire(LockRequest.of(name).timeToLive(LONG));
                if (lease.isPresent()) {
                    grants++;
                    hold(lease.get());
                }
            }
            return grants;
        }

        /** Returns the peak number of holders. */
        int peak() {
            return peak.get();
        }

        private void hold(Lease lease) {
            peak.accumulateAndGet(now.incrementAndGet(), Math::max);
            LockSupport.parkNanos(HOLD_NANOS);
            now.decrementAndGet();
            assertThat(lease.release()).as("release by the holder").isTrue();
        }
    }
}
