package dev.lockrace.worker;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of a worker.
 *
 * @param name under which this worker stands in the events
 * @param shutdownGrace how long work in hand may go on after the signal to stop; what would take longer is given back
 * @param retry how a task is tried again while a server does not answer
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

    /** How long a stop may take: the grace, and time to close and acknowledge the task in hand. */
    public Duration maxStopTime() {
        return shutdownGrace.plus(TIME_TO_CLOSE_A_TASK);
    }

    /**
     * How a task is tried again.
     *
     * @param maxAttempts the most tries of a task, before it goes to the dead queue
     * @param initialBackoff before the second try; it doubles from one to the next
     * @param maxBackoff the limit to which it doubles
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
