package dev.lockrace.conformance;

import static dev.lockrace.conformance.Contest.LONG;
import static dev.lockrace.conformance.Contest.SLACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.fault.network.TcpProxy;
import dev.lockrace.fault.network.TcpProxy.Mode;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** L7 and L8 for a holder whose lease is renewed while the store or the network fails. */
interface CutOffHolderClauses extends SharedClauses {

    /** Long enough for some renewals to fail, and for the store to be stopped and started. */
    Duration RENEWED = Duration.ofSeconds(8);

    @Test
    default void L7_the_watchdog_survives_passing_errors() throws InterruptedException {
        TcpProxy proxy = proxy();
        LockClient holder = clientThrough(proxy, IMPATIENT);
        LossProbe loss = new LossProbe();
        Lease lease = loss.on(holder.tryAcquire(contest().name(), RENEWED).orElseThrow())
                .renewAutomatically();
        proxy.mode(Mode.CUT);
        Contest.pass(RENEWED.dividedBy(2)); // the first renewals fail
        proxy.mode(Mode.PASS);

        contest()
                .assertHeldFor(
                        Contest.surelyEnded(holder.guarantees(), RENEWED),
                        contest().client());
        assertThat(loss.isTold()).as("told of a loss").isFalse();
        assertThat(lease.release()).as("release").isTrue();
    }

    @Test
    default void L8_a_holder_that_is_cut_off_learns_of_its_loss_before_another_can_hold_the_lock()
            throws InterruptedException {
        TcpProxy proxy = proxy();
        LockClient holder = clientThrough(proxy, Duration.ofSeconds(2));
        Duration timeToLive = Contest.renewedTimeToLive(holder.guarantees());
        LossProbe.assertToldInTime(attempt -> {
            String name = contest().name() + ":" + attempt;
            LossProbe loss = new LossProbe();
            Lease lease =
                    loss.on(holder.tryAcquire(name, timeToLive).orElseThrow()).renewAutomatically();
            Contest.pass(timeToLive); // it is renewed
            assertThat(lease.mayBeHeld()).as("renewed").isTrue();
            proxy.mode(Mode.FREEZE);
            Lease successor = contest().takeOver(name, timeToLive);
            boolean inTime = loss.before(lease);

            proxy.mode(Mode.PASS);
            contest().warmUp(holder);
            assertThat(lease.release()).as("release of the lost lease").isFalse();
            assertThat(successor.release()).as("the successor's release").isTrue();
            return inTime;
        });
    }

    @Test
    default void L12_a_lease_that_is_renewed_outlives_a_restart_or_its_holder_learns_of_the_loss() {
        LockClient holder = impatientClient();
        LossProbe loss = new LossProbe();
        Lease lease = loss.on(holder.tryAcquire(contest().name(), RENEWED).orElseThrow())
                .renewAutomatically();
        fixture().stopStore();
        fixture().startStore();

        if (contest().guarantees().survivesRestart()) {
            contest()
                    .assertHeldFor(
                            Contest.surelyEnded(holder.guarantees(), RENEWED),
                            contest().client());
            assertThat(loss.isTold()).as("told of a loss").isFalse();
            assertThat(lease.release()).as("release").isTrue();
        } else {
            loss.await(RENEWED.plus(SLACK));
            assertThat(lease.mayBeHeld()).isFalse();
            assertThat(contest().client().tryAcquire(contest().name(), LONG))
                    .as("a successor")
                    .isPresent();
        }
    }
}
