package dev.lockrace.conformance.clause;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.SLACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.fault.network.TcpProxy;
import dev.lockrace.fault.network.TcpProxy.Mode;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** L7, L8 and L12 for a holder whose lease is renewed while the network or the store fails. */
interface PartitionedHolderClauses extends FaultClauses {

    /** Long enough for several renewals to fail and for the store to restart. */
    Duration RENEWED_TIME_TO_LIVE = Duration.ofSeconds(8);

    @Test
    default void L7_watchdog_survives_transient_errors() throws InterruptedException {
        TcpProxy proxy = proxy();
        LockClient holder = warmClientThrough(proxy, SHORT_REQUEST_TIMEOUT);
        LossListener loss = new LossListener();
        Lease lease = loss.registerOn(holder.tryAcquire(contest().request(RENEWED_TIME_TO_LIVE))
                        .orElseThrow())
                .renewAutomatically();
        proxy.setMode(Mode.DISCONNECT);
        Contest.sleep(RENEWED_TIME_TO_LIVE.dividedBy(2)); // the first renewals fail
        proxy.setMode(Mode.FORWARD);

        contest()
                .assertHeldFor(
                        Contest.maxLeaseDuration(holder.guarantees(), RENEWED_TIME_TO_LIVE),
                        contest().client());
        assertThat(loss.isNotified()).as("notified of a loss").isFalse();
        assertThat(lease.release()).as("release").isTrue();
    }

    @Test
    default void L8_partitioned_holder_learns_of_its_loss_before_another_client_can_hold_the_lock()
            throws InterruptedException {
        TcpProxy proxy = proxy();
        LockClient holder = warmClientThrough(proxy, Duration.ofSeconds(2));
        Duration timeToLive = Contest.renewedTimeToLive(holder.guarantees());
        LossListener.assertNotifiedInTime(attempt -> {
            String name = contest().name() + ":" + attempt;
            LossListener loss = new LossListener();
            Lease lease = loss.registerOn(holder.tryAcquire(LockRequest.of(name).timeToLive(timeToLive))
                            .orElseThrow())
                    .renewAutomatically();
            Contest.sleep(timeToLive); // long enough for a renewal
            assertThat(lease.mayBeHeld()).as("mayBeHeld() after a renewal").isTrue();
            proxy.setMode(Mode.STALL);
            Lease successor = contest().acquireAfterExpiry(name, timeToLive);
            boolean inTime = loss.wasNotifiedInTime(lease);

            proxy.setMode(Mode.FORWARD);
            contest().warmUp(holder);
            assertThat(lease.release()).as("release of the lost lease").isFalse();
            assertThat(successor.release()).as("release by the successor").isTrue();
            return inTime;
        });
    }

    @Test
    @StopsStore
    default void L12_renewed_lease_survives_a_restart_or_its_holder_learns_of_the_loss() {
        LockClient holder = clientWithShortTimeout();
        LossListener loss = new LossListener();
        Lease lease = loss.registerOn(holder.tryAcquire(contest().request(RENEWED_TIME_TO_LIVE))
                        .orElseThrow())
                .renewAutomatically();
        fixture().stopStore();
        fixture().startStore();

        if (contest().guarantees().survivesRestart()) {
            contest()
                    .assertHeldFor(
                            Contest.maxLeaseDuration(holder.guarantees(), RENEWED_TIME_TO_LIVE),
                            contest().client());
            assertThat(loss.isNotified()).as("notified of a loss").isFalse();
            assertThat(lease.release()).as("release").isTrue();
        } else {
            loss.awaitNotification(RENEWED_TIME_TO_LIVE.plus(SLACK));
            assertThat(lease.mayBeHeld()).isFalse();
            assertThat(contest().client().tryAcquire(contest().request(LONG)))
                    .as("lease of a successor")
                    .isPresent();
        }
    }
}
