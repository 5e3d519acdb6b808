package dev.lockrace.worker.task;

import dev.lockrace.lock.LockException;
import dev.lockrace.race.TaskMessage;
import dev.lockrace.worker.WorkerProperties;
import dev.lockrace.worker.WorkerProperties.Retry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Runs a task to its end: tries it again, with growing pauses and a bound, while a server does not answer or the lease
 * got lost. A failure must neither lose the task nor skip it.
 */
@Component
class TaskRunner {

    private static final Logger log = LoggerFactory.getLogger(TaskRunner.class);

    private final TaskAttempt attempt;
    private final AttemptLog attempts;
    private final Shutdown shutdown;
    private final Retry retry;

    TaskRunner(TaskAttempt attempt, AttemptLog attempts, Shutdown shutdown, WorkerProperties properties) {
        this.attempt = attempt;
        this.attempts = attempts;
        this.shutdown = shutdown;
        this.retry = properties.retry();
    }

    /**
     * Blocks until the task has ended.
     *
     * @throws TaskFailedException if it can't be done, or not within the bound
     * @throws GivenBackException if the worker stops
     */
    void run(TaskMessage task) {
        BackOffExecution pauses = backOff().start();
        boolean interrupted = false;
        while (true) {
            try {
                if (interrupted) {
                    attempts.closeInterrupted(task);
                }
                attempt.run(task);
                return;
            } catch (LockException | DataAccessException | LeaseLostException e) {
                interrupted |= e instanceof DataAccessException;
                pauseOrGiveUp(task, pauses.nextBackOff(), e);
            }
        }
    }

    private void pauseOrGiveUp(TaskMessage task, long pauseMillis, RuntimeException failure) {
        if (pauseMillis == BackOffExecution.STOP) {
            throw new TaskFailedException(
                    "Gave up after %d attempts: %s".formatted(retry.attempts(), failure.getMessage()), failure);
        }
        log.warn(
                "Task {} of run {} is tried again in {} ms: {}",
                task.taskNumber(),
                task.runId(),
                pauseMillis,
                failure.getMessage());
        shutdown.pause(Duration.ofMillis(pauseMillis));
    }

    private ExponentialBackOff backOff() {
        ExponentialBackOff backOff = new ExponentialBackOff(retry.firstPause().toMillis(), 2);
        backOff.setMaxInterval(retry.longestPause().toMillis());
        backOff.setMaxAttempts(retry.attempts() - 1L);
        return backOff;
    }
}
