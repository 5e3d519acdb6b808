package dev.lockrace.conformance.clause;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static dev.lockrace.conformance.clause.Contest.SLACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockrace.fault.network.TcpProxy;
import dev.lockrace.lock.FencingUnsupportedException;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.UnknownOutcomeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** L5 and L10 while the store is down, L12 recovery, and L4 across a restart. */
interface OutageClauses extends FaultClauses {

    @Test
    @StopsStore
    default void L5_unavailable_store_is_an_error_and_never_contended() {
        LockClient client = clientWithShortTimeout();
        Lease lease = client.tryAcquire(contest().request(LONG)).orElseThrow();
        Lease another = client.tryAcquire(
                        LockRequest.of(contest().name() + ":2").timeToLive(LONG))
                .orElseThrow();
        fixture().stopStore();

        assertFails(() -> client.tryAcquire(contest().request(LONG)));
        for (int i = 0; i < 3; i++) {
            assertFails(() ->
                    client.tryAcquire(LockRequest.of(contest().name() + ":free").timeToLive(LONG)));
        }
        assertFails(lease::renew);
        assertThat(lease.mayBeHeld()).as("mayBeHeld() after a failed renewal").isTrue();
        assertFails(lease::release);
        assertThatCode(another::close).doesNotThrowAnyException();
        assertThat(List.of(lease.mayBeHeld(), another.mayBeHeld())).containsOnly(false);
    }

    @Test
    @StopsStore
    default void L10_wait_ends_by_its_deadline_while_the_store_is_down() {
        LockClient client = contest().client();
        fixture().stopStore();

        for (int millis : new int[] {0, 300, 1_000}) {
            Duration maxWait = Duration.ofMillis(millis);
            long startedAt = System.nanoTime();
            FaultClauses.assertNotGranted(() -> client.tryAcquire(contest().request(LONG), maxWait));
            Duration limit = maxWait.isZero() ? client.requestTimeout() : maxWait;
            assertThat(Contest.elapsedSince(startedAt))
                    .as("wait of %s", maxWait)
                    .isLessThan(limit.plus(SLACK));
        }
    }

    @Test
    default void L12_first_request_of_a_new_client_succeeds() {
        for (int i = 0; i < 5; i++) {
            LockBackend backend = contest().backend();
            assertThat(backend.tryAcquire(
                            new LockName(contest().name() + ":" + i), Contest.newOwner(), LONG, REQUEST_TIMEOUT))
                    .isPresent();
        }
    }

    @Test
    @StopsStore
    default void L12_idle_and_busy_clients_survive_a_restart_of_the_store() {
        LockClient idle = clientWithShortTimeout();
        LockClient busy = clientWithShortTimeout();
        fixture().stopStore();
        FaultClauses.assertNotGranted(() -> busy.tryAcquire(contest().request(LONG)));
        fixture().startStore();

        assertRecovers(idle, contest().name() + ":idle");
        assertRecovers(busy, contest().name() + ":busy");
        assertThat(idle.tryAcquire(contest().request(LONG))).as("next attempt").isPresent();
    }

    @Test
    default void L12_client_replaces_connections_that_silently_lose_all_data() {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, SHORT_REQUEST_TIMEOUT);
        proxy.blackholeOpenConnections();

        FaultClauses.assertNotGranted(() -> client.tryAcquire(contest().request(LONG)));
        assertRecovers(client, contest().name() + ":blackholed");
    }

    @Test
    default void L12_client_whose_first_connections_stall_recovers_once_the_store_answers() {
        TcpProxy proxy = proxy();
        proxy.setMode(TcpProxy.Mode.STALL);
        LockClient client = clientThrough(proxy, SHORT_REQUEST_TIMEOUT);
        FaultClauses.assertNotGranted(() -> client.tryAcquire(contest().request(LONG)));
        proxy.blackholeOpenConnections();
        proxy.setMode(TcpProxy.Mode.FORWARD);

        assertRecovers(client, contest().name() + ":stalled");
    }

    @Test
    @StopsStore
    default void L12_leases_survive_a_restart_if_and_only_if_the_backend_declares_it() {
        LockClient holder = contest().client();
        LockClient successor = contest().client();
        restart(); // so that the counters of the store have the same initial state both times
        List<Lease> leases = acquireAfterRestart(holder, 5);
        restart();
        List<Lease> others = acquireAfterRestart(successor, 5);
        assertRecovers(holder, contest().name() + ":back");

        if (contest().guarantees().survivesRestart()) {
            assertThat(others).as("leases of another client").isEmpty();
            assertThat(leases)
                    .allSatisfy(lease -> assertThat(lease.renew()).as("renewal").isTrue());
            assertThat(leases)
                    .allSatisfy(
                            lease -> assertThat(lease.release()).as("release").isTrue());
        } else {
            assertLost(leases, others);
        }
    }

    /**
     * The holder learns of its losses and cannot release its successors, even if the store reused their internal ids.
     */
    private void assertLost(List<Lease> lost, List<Lease> successors) {
        assertThat(successors).as("leases of successors").hasSameSizeAs(lost);
        for (int i = 0; i < lost.size(); i++) {
            Lease lease = lost.get(i);
            if (i % 2 == 0) {
                assertThat(eventually(lease::renew, any -> true))
                        .as("renewal of lost lease %d", i)
                        .isFalse();
                assertThat(lease.mayBeHeld())
                        .as("mayBeHeld() of lost lease %d", i)
                        .isFalse();
            } else {
                assertThat(eventually(lease::release, any -> true))
                        .as("release of lost lease %d", i)
                        .isFalse();
            }
        }
        assertThat(acquireSome(contest().client(), lost.size()))
                .as("locks of the successors, acquired by another client")
                .isEmpty();
        assertThat(successors).allSatisfy(lease -> assertThat(lease.release()).isTrue());
    }

    @Test
    @StopsStore
    default void L4_tokens_grow_across_a_restart() {
        LockClient client = clientWithShortTimeout();
        Lease before = client.tryAcquire(contest().request(LONG)).orElseThrow();
        assertThat(before.release()).isTrue();
        restart();
        assertRecovers(client, contest().name() + ":probe");
        Lease after = client.tryAcquire(contest().request(LONG)).orElseThrow();

        if (contest().guarantees().fencing()) {
            assertThat(after.fencingToken()).isGreaterThan(before.fencingToken());
        } else {
            assertThatThrownBy(after::fencingToken).isInstanceOf(FencingUnsupportedException.class);
        }
    }

    private void restart() {
        fixture().stopStore();
        fixture().startStore();
    }

    /** Acquires leases after the same sequence of requests to the restarted store each time. */
    private List<Lease> acquireAfterRestart(LockClient client, int number) {
        assertRecovers(client, contest().name() + ":probe:" + System.nanoTime());
        return acquireSome(client, number);
    }

    private List<Lease> acquireSome(LockClient client, int number) {
        List<Lease> leases = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            client.tryAcquire(LockRequest.of(contest().name() + ":" + i).timeToLive(LONG))
                    .ifPresent(leases::add);
        }
        return leases;
    }

    private static void assertRecovers(LockClient client, String name) {
        Boolean unused = eventually(
                () -> client.tryAcquire(LockRequest.of(name).timeToLive(LONG)).isPresent(), granted -> granted);
    }

    /** Polls until the result matches, ignoring errors, and returns it. */
    private static Boolean eventually(Callable<Boolean> request, Predicate<Boolean> condition) {
        return await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .atMost(Contest.RECOVERY_TIMEOUT)
                .ignoreExceptionsInstanceOf(LockException.class)
                .until(request, condition);
    }

    private void assertFails(ThrowingCallable request) {
        assertThatThrownBy(request)
                .isInstanceOfAny(LockStoreException.class, UnknownOutcomeException.class)
                .hasMessageContaining("'%s", contest().name())
                .hasMessageContaining("'%s'", contest().backend().name());
    }
}
