package dev.lockrace.worker.task;

import dev.lockrace.lock.LockClient;
import dev.lockrace.race.task.TaskMessage;
import dev.lockrace.worker.event.AttemptLog;
import dev.lockrace.worker.event.AttemptLog.StartedAttempt;
import java.time.Duration;

/**
 * The lease that an earlier attempt of the same task may still hold. While it may be held, an attempt that finds the lock
 * contended must not skip the task.
 *
 * <p>If the earlier worker has died, its lease ends within a time to live from now, regardless of how often it was
 * renewed and whether the renewals were recorded. If the worker is alive, it renews and records the renewals. The wait
 * then extends to a time to live after the last recorded request. The maximum duration of a hold bounds the wait,
 * whatever the recorded events say.
 */
final class PredecessorLease {

    /** Allows for the statements of the earlier attempt on a slow database. */
    private static final Duration RECORDING_ALLOWANCE = Duration.ofSeconds(30);

    private final AttemptLog attempts;
    private final TaskMessage task;
    private final StartedAttempt attempt;
    private final Duration maxLease;
    private final long maxDeadline;
    private long deadline;

    /**
     * @param pollInterval between two requests for the lock
     */
    PredecessorLease(
            AttemptLog attempts, TaskMessage task, StartedAttempt attempt, LockClient client, Duration pollInterval) {
        this.attempts = attempts;
        this.task = task;
        this.attempt = attempt;
        this.maxLease = task.timeToLive()
                .plus(client.guarantees().maxOverrun())
                .plus(client.requestTimeout())
                .plus(pollInterval.multipliedBy(2));
        this.maxDeadline = System.nanoTime() + maxWait().toNanos();
        this.deadline = boundedDeadline(maxLease);
    }

    private Duration maxWait() {
        Duration age = attempt.predecessorAge();
        return age == null
                ? Duration.ZERO
                : task.hold().plus(RECORDING_ALLOWANCE).plus(maxLease).minus(age);
    }

    private long boundedDeadline(Duration wait) {
        long moment = System.nanoTime() + wait.toNanos();
        return moment - maxDeadline < 0 ? moment : maxDeadline;
    }

    /** Returns whether the lease may still be held. Queries the database when the current deadline has passed. */
    boolean mayBeHeld() {
        if (System.nanoTime() - deadline < 0) {
            return true;
        }
        if (System.nanoTime() - maxDeadline >= 0) {
            return false;
        }
        deadline = attempts.predecessorLastRequestAge(attempt, task)
                .map(age -> boundedDeadline(maxLease.minus(age)))
                .orElse(deadline);
        return System.nanoTime() - deadline < 0;
    }
}
