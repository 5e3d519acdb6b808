package dev.lockrace.worker.task;

import dev.lockrace.lock.IllegalLockRequestException;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.UnknownOutcomeException;
import dev.lockrace.lock.spring.LockClients;
import dev.lockrace.race.SingleLine;
import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.task.TaskMessage;
import dev.lockrace.worker.event.AttemptLog;
import dev.lockrace.worker.event.AttemptLog.StartedAttempt;
import dev.lockrace.worker.metrics.TaskMetrics;
import dev.lockrace.worker.shutdown.GracefulShutdown;
import dev.lockrace.worker.shutdown.WorkerStoppingException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * A runner for one attempt at a task: it contends for the lock and, as the holder, works and writes the invoice.
 *
 * <p>Each event is recorded before its action: the attempt before the lock is requested, the release before the lock is
 * released. If an event cannot be recorded, the worker stops renewing the lease and lets it expire. A recorded hold
 * therefore never lasts longer than the true one.
 */
@Component
class AttemptRunner {

    private static final Logger log = LoggerFactory.getLogger(AttemptRunner.class);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    private final LockClients locks;
    private final AttemptLog attempts;
    private final GracefulShutdown shutdown;
    private final TaskMetrics metrics;

    AttemptRunner(LockClients locks, AttemptLog attempts, GracefulShutdown shutdown, TaskMetrics metrics) {
        this.locks = locks;
        this.attempts = attempts;
        this.shutdown = shutdown;
        this.metrics = metrics;
    }

    /**
     * Runs one attempt. Blocks for the hold, and while an earlier attempt of the task, whose worker may have died, may
     * hold the lock.
     *
     * @throws TaskFailedException if the task cannot succeed in another attempt either
     * @throws LockException if the lock server did not answer
     * @throws TaskLeaseLostException if the lease was lost before the work ended
     * @throws WorkerStoppingException if the worker stops
     * @throws org.springframework.dao.DataAccessException if the database failed
     */
    void run(TaskMessage task) {
        LockClient client = clientFor(task);
        StartedAttempt attempt = attempts.start(task)
                .orElseThrow(() -> new TaskFailedException(
                        "Run %s does not exist; it may have been cleared".formatted(task.runId()), null));
        if (attempt.taskEnded()) {
            close(task, attempt, AttemptOutcome.DUPLICATE);
            return;
        }
        Optional<Lease> lease = acquire(client, task, attempt);
        if (lease.isPresent()) {
            workAsHolder(lease.get(), task, attempt);
        } else {
            log.info(
                    "Skipping task {} of run {}: lock {} is contended",
                    task.taskNumber(),
                    task.runId(),
                    SingleLine.of(task.lockName()));
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
                    "The task requires fencing, but backend '%s' offers no fencing tokens".formatted(task.backend()),
                    null);
        }
        return client;
    }

    private Optional<Lease> acquire(LockClient client, TaskMessage task, StartedAttempt attempt) {
        try {
            return acquireAfterPredecessor(client, task, attempt);
        } catch (LockStoreException e) {
            attempts.close(attempt, AttemptOutcome.FAILED, e.getMessage());
            throw e;
        } catch (UnknownOutcomeException e) {
            attempts.close(attempt, AttemptOutcome.UNKNOWN, e.getMessage());
            throw e;
        } catch (IllegalLockRequestException e) {
            attempts.close(attempt, AttemptOutcome.FAILED, e.getMessage());
            throw new TaskFailedException(e.getMessage(), e);
        } catch (WorkerStoppingException e) {
            attempts.close(attempt, AttemptOutcome.REQUEUED, e.getMessage());
            throw e;
        }
    }

    /**
     * Acquires the lock, or returns empty if it is contended. If an earlier attempt of the same task may hold the lock,
     * its worker may have died, so this method waits until that lease has ended.
     */
    private Optional<Lease> acquireAfterPredecessor(LockClient client, TaskMessage task, StartedAttempt attempt) {
        PredecessorLease predecessor = new PredecessorLease(attempts, task, attempt, client, POLL_INTERVAL);
        LockRequest request = LockRequest.of(task.lockName()).timeToLive(task.timeToLive());
        Optional<Lease> lease = client.tryAcquire(request);
        while (lease.isEmpty() && predecessor.mayBeHeld()) {
            shutdown.pause(POLL_INTERVAL);
            attempts.requestedAgain(attempt);
            lease = client.tryAcquire(request);
        }
        return lease;
    }

    private void workAsHolder(Lease lease, TaskMessage task, StartedAttempt attempt) {
        lease.onLoss(shutdown::recheck)
                .onRenewal(() -> attempts.renewed(attempt, task, lease))
                .renewAutomatically();
        try {
            workAndWriteInvoice(lease, task, attempt);
        } finally {
            lease.letExpire(); // has no effect on a released lease
        }
    }

    private void workAndWriteInvoice(Lease lease, TaskMessage task, StartedAttempt attempt) {
        boolean invoiced = attempts.acquired(attempt, task, lease);
        if (invoiced) {
            close(task, attempt, AttemptOutcome.DUPLICATE);
            lease.close();
            return;
        }
        log.info(
                "Acquired {} for task {} of run {}: working for {}",
                lease,
                task.taskNumber(),
                task.runId(),
                task.hold());
        try {
            shutdown.work(task.hold(), lease::isLost);
        } catch (WorkerStoppingException e) {
            attempts.close(attempt, AttemptOutcome.REQUEUED, e.getMessage());
            lease.close();
            throw e;
        }
        if (!lease.mayBeHeld()) {
            TaskLeaseLostException lost = new TaskLeaseLostException(task.lockName());
            attempts.close(attempt, AttemptOutcome.LOST, lost.getMessage());
            lease.close();
            throw lost;
        }
        AttemptOutcome outcome = attempts.writeInvoice(attempt, task, lease);
        lease.close();
        metrics.ended(task, outcome);
        log.info("Task {} of run {} ended: {}", task.taskNumber(), task.runId(), outcome.id());
    }

    private void close(TaskMessage task, StartedAttempt attempt, AttemptOutcome outcome) {
        attempts.close(attempt, outcome, null);
        metrics.ended(task, outcome);
    }
}
