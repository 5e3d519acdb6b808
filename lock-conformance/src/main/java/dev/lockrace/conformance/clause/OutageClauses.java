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
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.UnknownOutcomeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** L5 honest answers and L10 waiting while the store is down, L12 recovery, and what a restart leaves. */
interface OutageClauses extends FaultClauses {

    @Test
    default void L5_a_store_that_is_down_is_an_error_and_never_held_by_another() {
        LockClient client = clientWithShortTimeout();
        Lease lease = client.tryAcquire(contest().name(), LONG).orElseThrow();
        Lease another = client.tryAcquire(contest().name() + ":2", LONG).orElseThrow();
        fixture().stopStore();

        assertFails(() -> client.tryAcquire(contest().name(), LONG));
        for (int i = 0; i < 3; i++) {
            assertFails(() -> client.tryAcquire(contest().name() + ":free", LONG));
        }
        assertFails(lease::renew);
        assertThat(lease.mayBeHeld()).as("may be held after a failed renewal").isTrue();
        assertFails(lease::release);
        assertThatCode(another::close).doesNotThrowAnyException();
        assertThat(List.of(lease.mayBeHeld(), another.mayBeHeld())).containsOnly(false);
    }

    @Test
    default void L10_a_wait_ends_by_its_deadline_while_the_store_is_down() {
        LockClient patient = contest().client();
        fixture().stopStore();

        for (int millis : new int[] {0, 300, 1_000}) {
            Duration maxWait = Duration.ofMillis(millis);
            long started = System.nanoTime();
            FaultClauses.assertNotGranted(() -> patient.tryAcquire(contest().name(), LONG, maxWait));
            Duration limit = maxWait.isZero() ? patient.requestTimeout() : maxWait;
            assertThat(Contest.elapsedSince(started)).as("wait of %s", maxWait).isLessThan(limit.plus(SLACK));
        }
    }

    @Test
    default void L12_the_first_request_of_a_new_client_finds_the_store() {
        for (int i = 0; i < 5; i++) {
            LockBackend backend = contest().backend();
            assertThat(backend.tryAcquire(new LockName(contest().name() + ":" + i), Contest.newOwner(), LONG, REQUEST_TIMEOUT))
                    .isPresent();
        }
    }

    @Test
    default void L12_a_client_survives_the_stores_restart_also_when_it_asked_meanwhile() {
        LockClient idle = clientWithShortTimeout();
        LockClient busy = clientWithShortTimeout();
        fixture().stopStore();
        FaultClauses.assertNotGranted(() -> busy.tryAcquire(contest().name(), LONG));
        fixture().startStore();

        assertRecovers(idle, contest().name() + ":idle");
        assertRecovers(busy, contest().name() + ":busy");
        assertThat(idle.tryAcquire(contest().name(), LONG)).as("the next try").isPresent();
    }

    @Test
    default void L12_a_client_finds_a_way_around_connections_that_went_deaf_unnoticed() {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, SHORT_REQUEST_TIMEOUT);
        proxy.blackholeOpenConnections();

        FaultClauses.assertNotGranted(() -> client.tryAcquire(contest().name(), LONG));
        assertRecovers(client, contest().name() + ":deaf");
    }

    @Test
    default void L12_a_client_whose_first_connections_meet_silence_finds_the_store_once_it_answers() {
        TcpProxy proxy = proxy();
        proxy.setMode(TcpProxy.Mode.STALL);
        LockClient client = clientThrough(proxy, SHORT_REQUEST_TIMEOUT);
        FaultClauses.assertNotGranted(() -> client.tryAcquire(contest().name(), LONG));
        proxy.blackholeOpenConnections();
        proxy.setMode(TcpProxy.Mode.FORWARD);

        assertRecovers(client, contest().name() + ":silence");
    }

    @Test
    default void L12_leases_outlive_a_restart_exactly_as_the_guarantees_say() {
        LockClient holder = contest().client();
        LockClient successor = contest().client();
        restart(); // so that the store's own counters begin alike both times
        List<Lease> leases = acquireFirst(holder, 5);
        restart();
        List<Lease> others = acquireFirst(successor, 5);
        assertRecovers(holder, contest().name() + ":back");

        if (contest().guarantees().survivesRestart()) {
            assertThat(others).as("leases of another").isEmpty();
            assertThat(leases)
                    .allSatisfy(lease -> assertThat(lease.renew()).as("renewal").isTrue());
            assertThat(leases)
                    .allSatisfy(
                            lease -> assertThat(lease.release()).as("release").isTrue());
        } else {
            assertLost(leases, others);
        }
    }

    /** The holders learn of their loss, and harm no successor: not even one that looks alike to the restarted store. */
    private void assertLost(List<Lease> lost, List<Lease> successors) {
        assertThat(successors).as("leases of successors").hasSameSizeAs(lost);
        for (int i = 0; i < lost.size(); i++) {
            Lease lease = lost.get(i);
            if (i % 2 == 0) {
                assertThat(lease.renew()).as("renewal of lost lease %d", i).isFalse();
                assertThat(lease.mayBeHeld()).as("may lost lease %d be held", i).isFalse();
            } else {
                assertThat(eventually(lease::release, answer -> true))
                        .as("release of lost lease %d", i)
                        .isFalse();
            }
        }
        assertThat(acquireSome(contest().client(), lost.size()))
                .as("what the lost leases freed")
                .isEmpty();
        assertThat(successors).allSatisfy(lease -> assertThat(lease.release()).isTrue());
    }

    @Test
    default void L4_tokens_grow_across_a_restart() {
        LockClient client = clientWithShortTimeout();
        Lease before = client.tryAcquire(contest().name(), LONG).orElseThrow();
        assertThat(before.release()).isTrue();
        restart();
        assertRecovers(client, contest().name() + ":probe");
        Lease after = client.tryAcquire(contest().name(), LONG).orElseThrow();

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

    /** Leases of a client that talks to the store which just started in the same way each time. */
    private List<Lease> acquireFirst(LockClient client, int number) {
        assertRecovers(client, contest().name() + ":probe:" + System.nanoTime());
        return acquireSome(client, number);
    }

    private List<Lease> acquireSome(LockClient client, int number) {
        List<Lease> leases = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            client.tryAcquire(contest().name() + ":" + i, LONG).ifPresent(leases::add);
        }
        return leases;
    }

    private static void assertRecovers(LockClient client, String name) {
        Boolean unused = eventually(() -> client.tryAcquire(name, LONG).isPresent(), granted -> granted);
    }

    /** The first answer of that kind that the store gives, for which errors are passed over. */
    private static Boolean eventually(Callable<Boolean> request, Predicate<Boolean> kind) {
        return await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .atMost(Contest.RECOVERY_TIMEOUT)
                .ignoreExceptionsInstanceOf(LockException.class)
                .until(request, kind);
    }

    private static void assertFails(ThrowingCallable request) {
        assertThatThrownBy(request)
                .isInstanceOfAny(LockStoreException.class, UnknownOutcomeException.class)
                .hasMessageContaining("lock");
    }
}
