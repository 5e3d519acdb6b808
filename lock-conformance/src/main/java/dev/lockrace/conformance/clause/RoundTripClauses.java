package dev.lockrace.conformance.clause;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.fault.network.TcpProxy;
import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The declared round trips, counted on the network. The median of several counts is compared: a backend may do periodic
 * work, such as the removal of expired leases, at the same time as one of the requests.
 */
interface RoundTripClauses extends FaultClauses {

    int REPETITIONS = 9;

    /** Each repetition takes twice the idle time. */
    int IDLE_REPETITIONS = 3;

    Duration IDLE_TIME = Duration.ofSeconds(2);

    Duration MIN_HOLD = Duration.ofSeconds(5);

    @Test
    default void guarantee_acquire_and_release_take_the_declared_round_trips() {
        assertRoundTripsAreAsDeclared(REPETITIONS, Duration.ZERO);
    }

    @Test
    default void guarantee_release_before_the_end_of_a_minimum_hold_takes_the_declared_round_trips() {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, REQUEST_TIMEOUT);
        List<Long> releases = new ArrayList<>();
        for (int i = 0; i < REPETITIONS; i++) {
            LockRequest request =
                    LockRequest.of(contest().name() + ":" + i).timeToLive(LONG).minHold(MIN_HOLD);
            Lease lease = client.tryAcquire(request).orElseThrow();
            long held = proxy.roundTrips();
            assertThat(lease.release()).isTrue();
            releases.add(proxy.roundTrips() - held);
        }

        assertThat(median(releases))
                .as("round trips to release, median of %s", releases)
                .isEqualTo(contest().guarantees().releaseRoundTrips());
    }

    /** Most renewals use a connection that was idle before. */
    @Test
    default void guarantee_requests_after_an_idle_time_take_the_declared_round_trips() {
        assertRoundTripsAreAsDeclared(IDLE_REPETITIONS, IDLE_TIME);
    }

    private void assertRoundTripsAreAsDeclared(int repetitions, Duration idleTime) {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, REQUEST_TIMEOUT);
        List<Long> acquires = new ArrayList<>();
        List<Long> releases = new ArrayList<>();
        for (int i = 0; i < repetitions; i++) {
            Contest.sleep(idleTime);
            long free = proxy.roundTrips();
            Lease lease = client.tryAcquire(contest().request(LONG)).orElseThrow();
            acquires.add(proxy.roundTrips() - free);

            Contest.sleep(idleTime);
            long held = proxy.roundTrips();
            assertThat(lease.release()).isTrue();
            releases.add(proxy.roundTrips() - held);
        }

        Guarantees declared = contest().guarantees();
        assertThat(median(acquires))
                .as("round trips to acquire, median of %s", acquires)
                .isEqualTo(declared.acquireRoundTrips());
        assertThat(median(releases))
                .as("round trips to release, median of %s", releases)
                .isEqualTo(declared.releaseRoundTrips());
    }

    @Test
    default void guarantee_contended_attempt_takes_the_declared_round_trips_to_acquire() {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, REQUEST_TIMEOUT);
        assertThat(contest().client().tryAcquire(contest().request(LONG))).isPresent();
        List<Long> contended = new ArrayList<>();
        for (int i = 0; i < REPETITIONS; i++) {
            long before = proxy.roundTrips();
            assertThat(client.tryAcquire(contest().request(LONG))).isEmpty();
            contended.add(proxy.roundTrips() - before);
        }

        assertThat(median(contended))
                .as("round trips of a contended attempt, median of %s", contended)
                .isEqualTo(contest().guarantees().acquireRoundTrips());
    }

    /** Returns the median of an odd number of counts. */
    private static long median(List<Long> counts) {
        return counts.stream().sorted().skip(counts.size() / 2).findFirst().orElseThrow();
    }
}
