package dev.lockrace.conformance.clause;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.SLACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.fault.network.TcpProxy;
import dev.lockrace.fault.network.TcpProxy.Mode;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** L7 and L8 for a holder whose lease is renewed while the store or the network fails. */
interface PartitionedHolderClauses extends FaultClauses {

    /** Long enough for some renewals to fail, and for the store to be stopped and started. */
    Duration RENEWED = Duration.ofSeconds(8);

    @Test
    default void L7_the_watchdog_survives_passing_errors() throws InterruptedException {
        TcpProxy proxy = proxy();
        LockClient holder = warmClientThrough(proxy, SHORT_REQUEST_TIMEOUT);
        LossListener loss = new LossListener();
        Lease lease = loss.registerOn(holder.tryAcquire(contest().name(), RENEWED).orElseThrow())
                .renewAutomatically();
        proxy.setMode(Mode.DISCONNECT);
        Contest.sleep(RENEWED.dividedBy(2)); // the first renewals fail
        proxy.setMode(Mode.FORWARD);

        contest()
                .assertHeldFor(
                        Contest.maxLeaseDuration(holder.guarantees(), RENEWED),
                        contest().client());
        assertThat(loss.isNotified()).as("told of a loss").isFalse();
        assertThat(lease.release()).as("release").isTrue();
    }

    @Test
    default void L8_a_holder_that_is_cut_off_learns_of_its_loss_before_another_can_hold_the_lock()
            throws InterruptedException {
        TcpProxy proxy = proxy();
        LockClient holder = warmClientThrough(proxy, Duration.ofSeconds(2));
        Duration timeToLive = Contest.renewedTimeToLive(holder.guarantees());
        LossListener.assertNotifiedInTime(attempt -> {
            String name = contest().name() + ":" + attempt;
            LossListener loss = new LossListener();
            Lease lease =
                    loss.registerOn(holder.tryAcquire(name, timeToLive).orElseThrow()).renewAutomatically();
            Contest.sleep(timeToLive); // it is renewed
            assertThat(lease.mayBeHeld()).as("renewed").isTrue();
            proxy.setMode(Mode.STALL);
            Lease successor = contest().acquireAfterExpiry(name, timeToLive);
            boolean inTime = loss.wasNotifiedInTime(lease);

            proxy.setMode(Mode.FORWARD);
            contest().warmUp(holder);
            assertThat(lease.release()).as("release of the lost lease").isFalse();
            assertThat(successor.release()).as("the successor's release").isTrue();
            return inTime;
        });
    }

    @Test
    default void L12_a_lease_that_is_renewed_outlives_a_restart_or_its_holder_learns_of_the_loss() {
        LockClient holder = clientWithShortTimeout();
        LossListener loss = new LossListener();
        Lease lease = loss.registerOn(holder.tryAcquire(contest().name(), RENEWED).orElseThrow())
                .renewAutomatically();
        fixture().stopStore();
        fixture().startStore();

        if (contest().guarantees().survivesRestart()) {
            contest()
                    .assertHeldFor(
                            Contest.maxLeaseDuration(holder.guarantees(), RENEWED),
                            contest().client());
            assertThat(loss.isNotified()).as("told of a loss").isFalse();
            assertThat(lease.release()).as("release").isTrue();
        } else {
            loss.awaitNotification(RENEWED.plus(SLACK));
            assertThat(lease.mayBeHeld()).isFalse();
            assertThat(contest().client().tryAcquire(contest().name(), LONG))
                    .as("a successor")
                    .isPresent();
        }
    }
}
