package dev.lockrace.worker.task;

import dev.lockrace.lock.LockException;
import dev.lockrace.race.SingleLine;
import dev.lockrace.race.task.TaskMessage;
import dev.lockrace.worker.WorkerProperties;
import dev.lockrace.worker.WorkerProperties.Retry;
import dev.lockrace.worker.event.AttemptLog;
import dev.lockrace.worker.shutdown.GracefulShutdown;
import dev.lockrace.worker.shutdown.WorkerStoppingException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * A runner that retries a task, with exponential backoff and a limit, when a server did not answer or the lease was lost.
 * A failure must neither lose nor skip the task.
 *
 * <p>An {@link Error} is retried too, because its cause is more often the worker than the task: the worker may be out of
 * threads or lack a class. The backoff keeps a broken worker from dead-lettering one task after the other. If the error
 * propagated, Spring's container would stop the worker or only this consumer, and the message would do the same to the
 * next worker.
 */
@Component
class TaskRunner {

    private static final Logger log = LoggerFactory.getLogger(TaskRunner.class);

    private final AttemptRunner attemptRunner;
    private final AttemptLog attempts;
    private final GracefulShutdown shutdown;
    private final Retry retry;

    TaskRunner(
            AttemptRunner attemptRunner, AttemptLog attempts, GracefulShutdown shutdown, WorkerProperties properties) {
        this.attemptRunner = attemptRunner;
        this.attempts = attempts;
        this.shutdown = shutdown;
        this.retry = properties.retry();
    }

    /**
     * Runs the task. Blocks until it has ended.
     *
     * @throws TaskFailedException if the task cannot succeed or has reached the maximum number of attempts
     * @throws WorkerStoppingException if the worker stops
     */
    void run(TaskMessage task) {
        BackOffExecution backOff = newBackOff().start();
        String interruption = null;
        while (true) {
            try {
                runAttempt(task, interruption);
                return;
            } catch (LockException | TaskLeaseLostException e) {
                pauseOrFail(task, backOff.nextBackOff(), e, e.getMessage());
            } catch (DataAccessException e) {
                interruption = "The database did not answer";
                pauseOrFail(task, backOff.nextBackOff(), e, e.getMessage());
            } catch (Error e) {
                interruption = SingleLine.of(e.toString());
                log.error("Task {} of run {} failed with an error", task.taskNumber(), task.runId(), e);
                pauseOrFail(task, backOff.nextBackOff(), e, interruption);
            }
        }
    }

    /**
     * @param interruption why the previous attempt may not have been closed in the event log; null if it was
     */
    private void runAttempt(TaskMessage task, @Nullable String interruption) {
        if (interruption != null) {
            attempts.closeInterrupted(task, interruption);
        }
        attemptRunner.run(task);
    }

    private void pauseOrFail(TaskMessage task, long pauseMillis, Throwable failure, @Nullable String reason) {
        if (pauseMillis == BackOffExecution.STOP) {
            int attempts = retry.maxAttempts();
            throw new TaskFailedException(
                    "Failed after %d %s: %s".formatted(attempts, attempts == 1 ? "attempt" : "attempts", reason),
                    failure);
        }
        log.warn(
                "Task {} of run {} failed, retrying in {} ms: {}",
                task.taskNumber(),
                task.runId(),
                pauseMillis,
                reason);
        shutdown.pause(Duration.ofMillis(pauseMillis));
    }

    private ExponentialBackOff newBackOff() {
        ExponentialBackOff backOff =
                new ExponentialBackOff(retry.initialBackoff().toMillis(), 2);
        backOff.setMaxInterval(retry.maxBackoff().toMillis());
        backOff.setMaxAttempts(retry.maxAttempts() - 1L);
        return backOff;
    }
}
