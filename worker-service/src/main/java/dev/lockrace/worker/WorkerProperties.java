package dev.lockrace.worker;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of a worker.
 *
 * @param name under which this worker stands in the evidence
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
    public Duration longestStop() {
        return shutdownGrace.plus(TIME_TO_CLOSE_A_TASK);
    }

    /**
     * How a task is tried again.
     *
     * @param attempts the most tries of a task, before it goes to the dead queue
     * @param firstPause before the second try; it doubles from one to the next
     * @param longestPause the limit to which it doubles
     */
    public record Retry(
            @DefaultValue("10") int attempts,
            @DefaultValue("200ms") Duration firstPause,
            @DefaultValue("5s") Duration longestPause) {

        public Retry {
            if (attempts < 1) {
                throw new IllegalArgumentException(
                        "lockrace.worker.retry.attempts must be at least 1, was: " + attempts);
            }
            if (firstPause.toMillis() < 1 || longestPause.compareTo(firstPause) < 0) {
                throw new IllegalArgumentException(
                        "lockrace.worker.retry.first-pause must be at least 1ms and at most longest-pause, was: %s and %s"
                                .formatted(firstPause, longestPause));
            }
        }
    }
}
