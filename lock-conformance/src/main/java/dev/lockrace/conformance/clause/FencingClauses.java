package dev.lockrace.conformance.clause;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.lock.FencingUnsupportedException;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * L4 fencing. If the backend declares no tokens, each test asserts that it rejects the request for one: an invented
 * number would be worse than none.
 */
interface FencingClauses extends Clauses {

    int CONTENDERS = 6;
    Duration TOKEN_CONTENTION_TIME = Duration.ofSeconds(1);
    Duration MAX_TOKEN_CONTENTION_TIME = Duration.ofSeconds(20);
    Duration EXPIRY_CONTENTION_TIME = Duration.ofSeconds(3);

    @Test
    default void L4_tokens_grow_with_every_grant_after_release_and_expiry() throws InterruptedException {
        List<Long> tokens = new ArrayList<>();
        for (LockClient client : contest().clients(3)) {
            addToken(tokens, acquire(client, LONG), true);
            addToken(tokens, acquire(client, LONG), true);
        }
        Duration timeToLive = Contest.shortTimeToLive(contest().guarantees());
        addToken(tokens, acquire(contest().client(), timeToLive), false);
        addToken(tokens, contest().acquireAfterExpiry(timeToLive), true);
        addToken(tokens, acquire(contest().client(), LONG), true);

        assertGrowing(tokens, 9);
    }

    @Test
    default void L4_tokens_grow_in_grant_order_while_many_clients_wait() {
        List<Long> tokens = Collections.synchronizedList(new ArrayList<>());
        List<Callable<Boolean>> waiters = new ArrayList<>();
        for (LockClient client : contest().clients(6)) {
            waiters.add(() -> {
                for (int grants = 0; grants < 5; grants++) {
                    Lease lease = client.tryAcquire(contest().request(LONG), Duration.ofSeconds(20))
                            .orElseThrow();
                    addToken(tokens, lease, true);
                }
                return true;
            });
        }
        assertThat(contest().inParallel(waiters)).containsOnly(true);

        assertGrowing(tokens, 30);
    }

    /** Requests meet in the store, so a token created before its request is granted is overtaken. */
    @Test
    @ResourceLock("processors") // uses all of them, if tests run in parallel
    default void L4_tokens_grow_in_grant_order_under_contention() {
        List<Long> tokens = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger grants = new AtomicInteger();
        List<Callable<Boolean>> tasks = new ArrayList<>();
        long start = System.nanoTime();
        for (LockClient client : contest().clients(CONTENDERS)) {
            tasks.add(() -> {
                // On a busy machine, it takes longer until the clients have contended.
                while (grants.get() <= CONTENDERS
                        ? Contest.elapsedSince(start).compareTo(MAX_TOKEN_CONTENTION_TIME) < 0
                        : Contest.elapsedSince(start).compareTo(TOKEN_CONTENTION_TIME) < 0) {
                    Optional<Lease> lease = client.tryAcquire(contest().request(LONG));
                    if (lease.isPresent()) {
                        grants.incrementAndGet();
                        addToken(tokens, lease.get(), true);
                    }
                }
                return true;
            });
        }
        assertThat(contest().inParallel(tasks)).containsOnly(true);

        assertThat(grants).as("grants").hasValueGreaterThan(CONTENDERS);
        assertThat(tokens).hasSize(contest().guarantees().fencing() ? grants.get() : 0);
        assertThat(notGrowing(tokens))
                .as("tokens that are not greater than the previous one")
                .isEmpty();
    }

    /**
     * All grants here follow an expiry. A store that reads its clock several times per request repeats a token if a
     * lease expires between two readings.
     */
    @Test
    @ResourceLock("processors")
    default void L4_tokens_grow_under_contention_for_leases_that_expire_unreleased() {
        List<Callable<List<TimedGrant>>> tasks = new ArrayList<>();
        for (int i = 0; i < CONTENDERS; i++) {
            LockBackend backend = contest().backend();
            tasks.add(() -> expiringGrants(backend));
        }
        List<TimedGrant> grants =
                contest().inParallel(tasks).stream().flatMap(List::stream).toList();

        assertThat(grants).isNotEmpty();
        if (!contest().guarantees().fencing()) {
            assertThat(grants).allSatisfy(grant -> assertThat(grant.token()).isEmpty());
            return;
        }
        assertThat(notGrowingInTime(grants))
                .as("tokens that are repeated, or smaller than one that was granted before their request")
                .isEmpty();
    }

    /**
     * A grant. Times are those of {@link System#nanoTime()}.
     *
     * @param token empty if the backend offers none
     */
    record TimedGrant(OptionalLong token, long requestedAt, long answeredAt) {}

    private List<TimedGrant> expiringGrants(LockBackend backend) {
        Duration timeToLive = backend.guarantees().minTimeToLive();
        List<TimedGrant> grants = new ArrayList<>();
        for (long start = System.nanoTime(); Contest.elapsedSince(start).compareTo(EXPIRY_CONTENTION_TIME) < 0; ) {
            long requestedAt = System.nanoTime();
            backend.tryAcquire(contest().lockName(), Contest.newOwner(), timeToLive, REQUEST_TIMEOUT)
                    .ifPresent(grant -> grants.add(new TimedGrant(grant.token(), requestedAt, System.nanoTime())));
        }
        return grants;
    }

    private static List<String> notGrowingInTime(List<TimedGrant> grants) {
        List<TimedGrant> byToken = grants.stream()
                .sorted(Comparator.comparingLong(grant -> grant.token().orElseThrow()))
                .toList();
        List<String> violations = new ArrayList<>();
        TimedGrant latest = byToken.get(0); // the one that was requested last among those with smaller tokens
        for (int i = 1; i < byToken.size(); i++) {
            TimedGrant grant = byToken.get(i);
            if (grant.token().equals(byToken.get(i - 1).token()) || grant.answeredAt() < latest.requestedAt()) {
                violations.add(grant + " and " + latest);
            }
            latest = grant.requestedAt() > latest.requestedAt() ? grant : latest;
        }
        return violations;
    }

    private static List<String> notGrowing(List<Long> tokens) {
        return IntStream.range(1, tokens.size())
                .filter(i -> tokens.get(i) <= tokens.get(i - 1))
                .mapToObj(i -> tokens.get(i) + " after " + tokens.get(i - 1))
                .toList();
    }

    @Test
    default void L4_token_of_a_grant_never_changes() throws InterruptedException {
        Duration timeToLive = Contest.shortTimeToLive(contest().guarantees());
        Lease expired = acquire(contest().client(), timeToLive);
        if (!contest().guarantees().fencing()) {
            assertTokenRejected(expired);
            return;
        }
        long token = expired.fencingToken();
        Lease successor = contest().acquireAfterExpiry(timeToLive);

        assertThat(successor.renew()).isTrue();
        assertThat(expired.fencingToken())
                .as("token of the expired lease")
                .isEqualTo(token)
                .isLessThan(successor.fencingToken());
    }

    @Test
    default void L4_grant_carries_a_token_if_and_only_if_the_backend_declares_fencing() {
        LockBackend backend = contest().backend();

        assertThat(backend.tryAcquire(contest().lockName(), Contest.newOwner(), LONG, REQUEST_TIMEOUT)
                        .orElseThrow()
                        .token()
                        .isPresent())
                .isEqualTo(backend.guarantees().fencing());
    }

    private Lease acquire(LockClient client, Duration timeToLive) {
        return Contest.acquireInTime(client, contest().request(timeToLive));
    }

    /** Records the token while the lease is held, then releases the lease if requested. */
    private void addToken(List<Long> tokens, Lease lease, boolean release) {
        if (contest().guarantees().fencing()) {
            tokens.add(lease.fencingToken());
        } else {
            assertTokenRejected(lease);
        }
        if (release) {
            assertThat(lease.release()).as("release").isTrue();
        }
    }

    private void assertGrowing(List<Long> tokens, int number) {
        if (contest().guarantees().fencing()) {
            assertThat(tokens).hasSize(number).doesNotHaveDuplicates().isSorted();
        } else {
            assertThat(tokens).isEmpty();
        }
    }

    private static void assertTokenRejected(Lease lease) {
        assertThatThrownBy(lease::fencingToken)
                .isInstanceOf(FencingUnsupportedException.class)
                .hasMessageContaining("offers no fencing token");
    }
}
