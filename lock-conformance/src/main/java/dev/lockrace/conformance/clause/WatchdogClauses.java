package dev.lockrace.conformance.clause;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static dev.lockrace.conformance.clause.Contest.SLACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** L7 renewal by the watchdog, and L8 notification of loss. */
interface WatchdogClauses extends Clauses {

    @Test
    default void L7_watchdog_keeps_the_lease_beyond_its_time_to_live_until_its_release() {
        LockClient holder = contest().client();
        LockClient other = contest().client();
        Duration timeToLive = Contest.renewedTimeToLive(holder.guarantees());
        Lease lease =
                holder.tryAcquire(contest().request(timeToLive)).orElseThrow().renewAutomatically();

        contest().assertHeldFor(Contest.maxLeaseDuration(holder.guarantees(), timeToLive), other);
        assertThat(lease.release()).as("release").isTrue();
        Lease successor = other.tryAcquire(contest().request(LONG)).orElseThrow();
        Contest.sleep(timeToLive);
        assertThat(successor.release()).as("release by the successor").isTrue();
        contest().assertFree();
    }

    @Test
    default void L7_tryRun_keeps_the_lease_while_work_exceeds_the_time_to_live() throws InterruptedException {
        LockClient client = contest().client();
        LockClient other = contest().client();
        Duration timeToLive = Contest.renewedTimeToLive(client.guarantees());
        Duration work = Contest.maxLeaseDuration(client.guarantees(), timeToLive);

        assertThat(client.tryRun(
                        contest().request(timeToLive), SLACK, lease -> contest().assertHeldFor(work, other)))
                .isTrue();
        contest().assertFree();
    }

    @Test
    default void L7_watchdog_never_revives_a_revoked_lease() {
        LockBackend backend = contest().backend();
        LockClient holder = contest().client(backend, REQUEST_TIMEOUT);
        Duration timeToLive = Duration.ofSeconds(3);
        LossListener loss = new LossListener();
        Lease lease = loss.registerOn(
                        holder.tryAcquire(contest().request(timeToLive)).orElseThrow())
                .renewAutomatically();
        assertThat(contest().backend().revoke(lease.name(), lease.owner(), REQUEST_TIMEOUT))
                .as("revocation of the lease")
                .isTrue();

        loss.awaitNotification(timeToLive);
        assertThat(lease.mayBeHeld()).isFalse();
        assertThat(lease.release()).isFalse();
        contest().assertFree();
    }

    @Test
    default void L8_holder_learns_of_the_expiry_before_another_client_can_hold_the_lock() throws InterruptedException {
        LockClient holder = contest().client();
        Duration timeToLive = Contest.renewedTimeToLive(holder.guarantees());
        LossListener.assertNotifiedInTime(attempt -> {
            String name = contest().name() + ":" + attempt;
            LossListener loss = new LossListener();
            Lease lease = loss.registerOn(holder.tryAcquire(LockRequest.of(name).timeToLive(timeToLive))
                    .orElseThrow());
            contest().acquireAfterExpiry(name, timeToLive);
            boolean inTime = loss.wasNotifiedInTime(lease);
            assertThat(lease.release()).as("release").isFalse();
            return inTime;
        });
    }

    @Test
    default void L8_holder_is_interrupted_on_loss_if_requested() {
        LockClient holder = contest().client();
        Duration timeToLive = Contest.shortTimeToLive(holder.guarantees());
        Lease lease = Contest.acquireInTime(holder, contest().request(timeToLive));
        Future<Boolean> work = contest().inBackground(() -> {
            lease.interruptOnLoss();
            return interruptedWithin(timeToLive.plus(SLACK));
        });

        assertThat(Contest.result(work)).as("interrupted").isTrue();
        assertThat(lease.mayBeHeld()).isFalse();
    }

    @Test
    default void L8_holder_is_not_notified_of_a_loss_after_its_release() {
        LockClient holder = contest().client();
        Duration timeToLive = Contest.renewedTimeToLive(holder.guarantees());
        AtomicBoolean notified = new AtomicBoolean();
        Lease lease = holder.tryAcquire(contest().request(timeToLive))
                .orElseThrow()
                .onLoss(() -> notified.set(true))
                .interruptOnLoss();
        boolean released = lease.release();
        boolean interrupted = interruptedWithin(timeToLive.plus(Duration.ofMillis(300)));

        assertThat(released).as("release").isTrue();
        assertThat(interrupted).as("interrupted").isFalse();
        assertThat(notified).as("notified").isFalse();
        assertThat(lease.isLost()).as("isLost()").isFalse();
    }

    private static boolean interruptedWithin(Duration time) {
        try {
            Thread.sleep(time.toMillis());
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
