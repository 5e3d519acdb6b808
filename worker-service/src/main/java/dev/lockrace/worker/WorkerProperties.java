package dev.lockrace.worker;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of a worker.
 *
 * @param name Sets the name of this worker in the recorded events. Every worker needs its own name.
 * @param shutdownGrace Limits the time that a task in progress may continue after the worker is asked to stop. The worker
 *     requeues a task that needs longer.
 * @param retry Settings for retrying a task after a failure.
 */
@ConfigurationProperties("lockrace.worker")
public record WorkerProperties(
        String name,
        @DefaultValue("8s") Duration shutdownGrace,
        @DefaultValue Retry retry) {

    private static final Duration TIME_TO_CLOSE_A_TASK = Duration.ofSeconds(2);

    public WorkerProperties {
        if (name.isBlank()) {
            throw new IllegalArgumentException("lockrace.worker.name must not be blank, was: '" + name + "'");
        }
        if (shutdownGrace.isNegative()) {
            throw new IllegalArgumentException(
                    "lockrace.worker.shutdown-grace must not be negative, was: " + shutdownGrace);
        }
    }

    /** Returns the maximum duration of a stop: the grace, and the time to close and acknowledge the task in progress. */
    public Duration maxStopTime() {
        return shutdownGrace.plus(TIME_TO_CLOSE_A_TASK);
    }

    /**
     * The settings for retrying a task after a failure.
     *
     * @param maxAttempts Limits the number of attempts at a task. The worker dead-letters the task after the last one.
     * @param initialBackoff Sets the time between the first and the second attempt. It doubles with every further attempt.
     * @param maxBackoff Limits the time between two attempts.
     */
    public record Retry(
            @DefaultValue("10") int maxAttempts,
            @DefaultValue("200ms") Duration initialBackoff,
            @DefaultValue("5s") Duration maxBackoff) {

        public Retry {
            if (maxAttempts < 1) {
                throw new IllegalArgumentException(
                        "lockrace.worker.retry.max-attempts must be at least 1, was: " + maxAttempts);
            }
            if (initialBackoff.toMillis() < 1 || maxBackoff.compareTo(initialBackoff) < 0) {
                throw new IllegalArgumentException(
                        "lockrace.worker.retry.initial-backoff must be at least 1ms and at most max-backoff, was: %s and %s"
                                .formatted(initialBackoff, maxBackoff));
            }
        }
    }
}
