package dev.lockrace.worker.task;

import dev.lockrace.lock.IllegalLockRequestException;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.UnknownOutcomeException;
import dev.lockrace.lock.spring.LockClients;
import dev.lockrace.race.AttemptOutcome;
import dev.lockrace.race.SingleLine;
import dev.lockrace.race.TaskMessage;
import dev.lockrace.worker.task.AttemptLog.Begun;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * One try at a task: contend for the lock; the holder works and creates the invoice.
 *
 * <p>Evidence comes before deeds: the attempt is on record before the lock is asked for, and the release before the
 * lock is released. Where the record can't be written the lease is left to its time to live, and not renewed, so that a
 * recorded hold never lasts longer than the true one.
 */
@Component
class TaskAttempt {

    private static final Logger log = LoggerFactory.getLogger(TaskAttempt.class);
    private static final Duration POLL = Duration.ofMillis(250);

    private final LockClients locks;
    private final AttemptLog attempts;
    private final Shutdown shutdown;
    private final TaskMetrics metrics;

    TaskAttempt(LockClients locks, AttemptLog attempts, Shutdown shutdown, TaskMetrics metrics) {
        this.locks = locks;
        this.attempts = attempts;
        this.shutdown = shutdown;
        this.metrics = metrics;
    }

    /**
     * Tries once; blocks for the hold, and for the lease of an earlier attempt whose worker may have died.
     *
     * @throws TaskFailedException if it can't be done by trying again either
     * @throws LockException if the lock server did not answer
     * @throws LeaseLostException if the lease was lost under the work
     * @throws RequeuedException if the worker stops
     * @throws org.springframework.dao.DataAccessException if the database failed
     */
    void run(TaskMessage task) {
        LockClient client = clientFor(task);
        Begun attempt = attempts.begin(task);
        if (attempt.taskHasEnded()) {
            close(task, attempt, AttemptOutcome.DUPLICATE);
            return;
        }
        Optional<Lease> lease = acquire(client, task, attempt);
        if (lease.isPresent()) {
            holdAndWork(lease.get(), task, attempt);
        } else {
            log.info("Lock {} is held by another: task {} ends", SingleLine.of(task.lockName()), task.taskNumber());
            close(task, attempt, AttemptOutcome.CONTENDED);
        }
    }

    private LockClient clientFor(TaskMessage task) {
        LockClient client;
        try {
            client = locks.get(task.backend());
        } catch (IllegalLockRequestException e) {
            throw new TaskFailedException(e.getMessage(), e);
        }
        if (task.fencing() && !client.guarantees().fencing()) {
            throw new TaskFailedException(
                    "Fencing was asked for, and backend '%s' offers none".formatted(task.backend()), null);
        }
        return client;
    }

    private Optional<Lease> acquire(LockClient client, TaskMessage task, Begun attempt) {
        try {
            return acquireAfterOwnEarlierAttempt(client, task, attempt);
        } catch (LockStoreException e) {
            attempts.close(attempt, AttemptOutcome.FAILED, e.getMessage());
            throw e;
        } catch (UnknownOutcomeException e) {
            attempts.close(attempt, AttemptOutcome.UNKNOWN, e.getMessage());
            throw e;
        } catch (IllegalLockRequestException e) {
            attempts.close(attempt, AttemptOutcome.FAILED, e.getMessage());
            throw new TaskFailedException(e.getMessage(), e);
        } catch (RequeuedException e) {
            attempts.close(attempt, AttemptOutcome.REQUEUED, e.getMessage());
            throw e;
        }
    }

    /**
     * A contended task is skipped, unless an attempt of its own is open: then its earlier holder may have died, and it
     * waits here until that lease can have ended.
     */
    private Optional<Lease> acquireAfterOwnEarlierAttempt(LockClient client, TaskMessage task, Begun attempt) {
        EarlierLease earlier = new EarlierLease(attempts, task, attempt, client, POLL);
        Optional<Lease> lease = client.tryAcquire(task.lockName(), task.timeToLive());
        while (lease.isEmpty() && earlier.mayBeHeld()) {
            shutdown.pause(POLL);
            attempts.requestedAgain(attempt);
            lease = client.tryAcquire(task.lockName(), task.timeToLive());
        }
        return lease;
    }

    private void holdAndWork(Lease lease, TaskMessage task, Begun attempt) {
        lease.onLoss(shutdown::wake)
                .onRenewal(() -> attempts.renewed(attempt, task, lease))
                .renewAutomatically();
        try {
            workUnder(lease, task, attempt);
        } finally {
            lease.letExpire(); // unless it was given back
        }
    }

    private void workUnder(Lease lease, TaskMessage task, Begun attempt) {
        boolean invoiced = attempts.acquired(attempt, task, lease);
        if (invoiced) {
            close(task, attempt, AttemptOutcome.DUPLICATE);
            lease.close();
            return;
        }
        log.info("Acquired {}: task {} works for {}", lease, task.taskNumber(), task.hold());
        try {
            shutdown.work(task.hold(), lease::isLost);
        } catch (RequeuedException e) {
            attempts.close(attempt, AttemptOutcome.REQUEUED, e.getMessage());
            lease.close();
            throw e;
        }
        if (!lease.mayBeHeld()) {
            LeaseLostException lost = new LeaseLostException(task.lockName());
            attempts.close(attempt, AttemptOutcome.LOST, lost.getMessage());
            lease.close();
            throw lost;
        }
        AttemptOutcome outcome = attempts.writeInvoice(attempt, task, lease);
        lease.close();
        metrics.ended(task, outcome);
        log.info("Task {} of run {} ended: {}", task.taskNumber(), task.runId(), outcome.id());
    }

    private void close(TaskMessage task, Begun attempt, AttemptOutcome outcome) {
        attempts.close(attempt, outcome, null);
        metrics.ended(task, outcome);
    }
}
