package dev.lockrace.race.task;

import java.time.Duration;
import java.util.Map;

/**
 * The queues and headers that both services use. Both services declare the queues. A broker without quorum queues,
 * delivery limit and dead-lettering ignores these arguments, so they only serve as a second safety net.
 */
public final class RaceQueues {

    /** The queue of tasks, which the producer publishes to the default exchange. */
    public static final String TASKS = "lockrace.tasks";

    /** The queue of messages that a worker could not read or process. The producer collects and lists them. */
    public static final String DEAD_LETTERS = "lockrace.tasks.dead-letter";

    /** Header of a dead letter: the reason, in one sentence. */
    public static final String REASON_HEADER = "lockrace-reason";

    /** Header of a dead letter: the worker that dead-lettered it. */
    public static final String WORKER_HEADER = "lockrace-worker";

    /** Header of a dead letter: its UUID, which identifies a message that is delivered twice. */
    public static final String DEAD_LETTER_ID_HEADER = "lockrace-dead-letter-id";

    /** The number of attempts at a task for which {@link #ACKNOWLEDGEMENT_TIMEOUT} allows: the default of the workers. */
    public static final int MAX_ATTEMPTS = 10;

    /** Allows for the requests of an attempt to all servers, and for the pause before the next attempt. */
    private static final Duration ATTEMPT_ALLOWANCE = Duration.ofMinutes(1);

    /**
     * The time after which the broker delivers a task to another worker although the first one still works on it. A
     * worker may wait for an earlier hold of its task and for the lease that it left behind. Each of its attempts may
     * then lose its lease at the end of the maximum hold.
     */
    public static final Duration ACKNOWLEDGEMENT_TIMEOUT = TaskMessage.MAX_HOLD
            .plus(TaskMessage.TIME_TO_LIVE_RANGE.max())
            .plus(TaskMessage.MAX_HOLD.plus(ATTEMPT_ALLOWANCE).multipliedBy(MAX_ATTEMPTS));

    /**
     * Arguments of {@link #TASKS}: on RabbitMQ, a quorum queue that dead-letters a task after 20 deliveries, and waits for
     * an acknowledgement for {@link #ACKNOWLEDGEMENT_TIMEOUT}, whatever the broker's {@code consumer_timeout}.
     */
    public static final Map<String, Object> TASKS_ARGUMENTS = Map.of(
            "x-queue-type",
            "quorum",
            "x-delivery-limit",
            20,
            "x-consumer-timeout",
            ACKNOWLEDGEMENT_TIMEOUT.toMillis(),
            "x-dead-letter-exchange",
            "",
            "x-dead-letter-routing-key",
            DEAD_LETTERS);

    /** Arguments of {@link #DEAD_LETTERS}: on RabbitMQ, a quorum queue. */
    public static final Map<String, Object> DEAD_LETTERS_ARGUMENTS = Map.of("x-queue-type", "quorum");

    private RaceQueues() {}
}
