package dev.lockrace.conformance.clause;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.fault.network.TcpProxy;
import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The declared round trips, counted on the network. */
interface RoundTripClauses extends FaultClauses {

    /** The minimum of several counts is taken, since a client may occasionally validate a connection first. */
    int REPETITIONS = 10;

    Duration IDLE_TIME = Duration.ofSeconds(2);

    @Test
    default void guarantee_acquire_and_release_take_the_declared_round_trips() {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, REQUEST_TIMEOUT);
        long acquire = Long.MAX_VALUE;
        long release = Long.MAX_VALUE;
        for (int i = 0; i < REPETITIONS; i++) {
            long before = proxy.roundTrips();
            Lease lease = client.tryAcquire(contest().name(), LONG).orElseThrow();
            long acquired = proxy.roundTrips();
            assertThat(lease.release()).isTrue();
            acquire = Math.min(acquire, acquired - before);
            release = Math.min(release, proxy.roundTrips() - acquired);
        }

        Guarantees declared = contest().guarantees();
        assertThat(acquire).as("round trips to acquire").isEqualTo(declared.acquireRoundTrips());
        assertThat(release).as("round trips to release").isEqualTo(declared.releaseRoundTrips());
    }

    @Test
    default void guarantee_contended_attempt_takes_the_declared_round_trips_to_acquire() {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, REQUEST_TIMEOUT);
        assertThat(contest().client().tryAcquire(contest().name(), LONG)).isPresent();
        long contended = Long.MAX_VALUE;
        for (int i = 0; i < REPETITIONS; i++) {
            long before = proxy.roundTrips();
            assertThat(client.tryAcquire(contest().name(), LONG)).isEmpty();
            contended = Math.min(contended, proxy.roundTrips() - before);
        }

        assertThat(contended)
                .as("round trips of a contended attempt")
                .isEqualTo(contest().guarantees().acquireRoundTrips());
    }

    /** Most renewals use a connection that was idle before. Each request is counted. */
    @Test
    default void guarantee_requests_after_an_idle_time_take_the_declared_round_trips() {
        TcpProxy proxy = proxy();
        LockClient client = warmClientThrough(proxy, REQUEST_TIMEOUT);
        Guarantees declared = contest().guarantees();
        for (int i = 0; i < 3; i++) {
            Contest.sleep(IDLE_TIME);
            long idle = proxy.roundTrips();
            Lease lease = client.tryAcquire(contest().name(), LONG).orElseThrow();
            long acquired = proxy.roundTrips();
            Contest.sleep(IDLE_TIME);
            long held = proxy.roundTrips();
            assertThat(lease.release()).isTrue();

            assertThat(acquired - idle).as("round trips to acquire").isEqualTo(declared.acquireRoundTrips());
            assertThat(proxy.roundTrips() - held).as("round trips to release").isEqualTo(declared.releaseRoundTrips());
        }
    }
}
