package dev.lockrace.worker.task;

import dev.lockrace.lock.LockException;
import dev.lockrace.race.SingleLine;
import dev.lockrace.race.TaskMessage;
import dev.lockrace.worker.WorkerProperties;
import dev.lockrace.worker.WorkerProperties.Retry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Runs a task to its end: tries it again, with growing pauses and a bound, while a server does not answer or the lease
 * got lost. A failure must neither lose the task nor skip it.
 *
 * <p>So it does after an {@link Error}, which is more often the worker's than the task's: it may have no thread to spare,
 * or lack a class, and the pauses keep a worker that can do nothing from giving up one task after the other. Let
 * through, Spring's container would end the worker, or this consumer alone, and the message would end the next.
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
     * @throws RequeuedException if the worker stops
     */
    void run(TaskMessage task) {
        BackOffExecution pauses = backOff().start();
        String interruption = null;
        while (true) {
            try {
                tryOnce(task, interruption);
                return;
            } catch (LockException | LeaseLostException e) {
                pauseOrGiveUp(task, pauses.nextBackOff(), e, e.getMessage());
            } catch (DataAccessException e) {
                interruption = "The database did not answer";
                pauseOrGiveUp(task, pauses.nextBackOff(), e, e.getMessage());
            } catch (Error e) {
                interruption = SingleLine.of(e.toString());
                log.error("Task {} of run {} met an error", task.taskNumber(), task.runId(), e);
                pauseOrGiveUp(task, pauses.nextBackOff(), e, interruption);
            }
        }
    }

    /**
     * @param interruption why an earlier try may be open on record; null when none is
     */
    private void tryOnce(TaskMessage task, @Nullable String interruption) {
        if (interruption != null) {
            attempts.closeInterrupted(task, interruption);
        }
        attempt.run(task);
    }

    private void pauseOrGiveUp(TaskMessage task, long pauseMillis, Throwable failure, @Nullable String reason) {
        if (pauseMillis == BackOffExecution.STOP) {
            throw new TaskFailedException(
                    "Gave up after %d attempts: %s".formatted(retry.maxAttempts(), reason), failure);
        }
        log.warn("Task {} of run {} is tried again in {} ms: {}", task.taskNumber(), task.runId(), pauseMillis, reason);
        shutdown.pause(Duration.ofMillis(pauseMillis));
    }

    private ExponentialBackOff backOff() {
        ExponentialBackOff backOff =
                new ExponentialBackOff(retry.initialBackoff().toMillis(), 2);
        backOff.setMaxInterval(retry.maxBackoff().toMillis());
        backOff.setMaxAttempts(retry.maxAttempts() - 1L);
        return backOff;
    }
}
