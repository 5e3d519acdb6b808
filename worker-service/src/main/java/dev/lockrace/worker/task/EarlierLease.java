package dev.lockrace.worker.task;

import dev.lockrace.lock.LockClient;
import dev.lockrace.race.TaskMessage;
import dev.lockrace.worker.task.AttemptLog.Begun;
import java.time.Duration;

/**
 * How long an earlier attempt of the same task may have its lease, for who found the lock held and must not skip the
 * task for that.
 *
 * <p>If the earlier worker is dead when this one looks, its lease ends within a time to live from then, however often it
 * was renewed and whether that is on record. If it lives it renews, and the record says so: then a time to live is
 * counted anew from its last request on record. All that is bounded by how long a hold takes, whatever the record says.
 */
final class EarlierLease {

    /** For the statements of the earlier attempt, on a database that is slow. */
    private static final Duration RECORDING = Duration.ofSeconds(30);

    private final AttemptLog attempts;
    private final TaskMessage task;
    private final Begun attempt;
    private final Duration maxLease;
    private final long surelyEnded;
    private long deadline;

    /**
     * @param pause between two tries for the lock
     */
    EarlierLease(AttemptLog attempts, TaskMessage task, Begun attempt, LockClient client, Duration pause) {
        this.attempts = attempts;
        this.task = task;
        this.attempt = attempt;
        this.maxLease = task.timeToLive()
                .plus(client.guarantees().overrun())
                .plus(client.requestTimeout())
                .plus(pause.multipliedBy(2));
        this.surelyEnded = System.nanoTime() + maxWait().toNanos();
        this.deadline = noLaterThanSurelyEnded(maxLease);
    }

    private Duration maxWait() {
        Duration age = attempt.openEarlierAttemptAge();
        return age == null
                ? Duration.ZERO
                : task.hold().plus(RECORDING).plus(maxLease).minus(age);
    }

    private long noLaterThanSurelyEnded(Duration wait) {
        long moment = System.nanoTime() + wait.toNanos();
        return moment - surelyEnded < 0 ? moment : surelyEnded;
    }

    /** Whether the lease may be held still; asks the database when the record as it was says no. */
    boolean mayBeHeld() {
        if (System.nanoTime() - deadline < 0) {
            return true;
        }
        if (System.nanoTime() - surelyEnded >= 0) {
            return false;
        }
        deadline = attempts.earlierLastRequestAge(attempt, task)
                .map(age -> noLaterThanSurelyEnded(maxLease.minus(age)))
                .orElse(deadline);
        return System.nanoTime() - deadline < 0;
    }
}
