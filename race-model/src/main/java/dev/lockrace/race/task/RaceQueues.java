package dev.lockrace.race.task;

import java.util.Map;

/**
 * The queues and headers that the two services agree on. Both services declare the queues; a broker without quorum
 * queues, delivery limit and dead-lettering ignores these, so nothing but a second net depends on them.
 */
public final class RaceQueues {

    /** Where the producer publishes tasks, by the default exchange. */
    public static final String TASKS = "lockrace.tasks";

    /** Where a worker puts what it can't read or do; the producer takes it from there, and lists it. */
    public static final String DEAD_LETTERS = "lockrace.tasks.dead-letter";

    /** Header of a dead task: why, in a sentence. */
    public static final String REASON_HEADER = "lockrace-reason";

    /** Header of a dead task: which worker gave up. */
    public static final String WORKER_HEADER = "lockrace-worker";

    /** Header of a dead task: a UUID of its own, by which a message that is delivered twice is known. */
    public static final String DEAD_LETTER_ID_HEADER = "lockrace-dead-letter-id";

    /** Arguments of {@link #TASKS}: on RabbitMQ a quorum queue that dead-letters a task after 20 deliveries. */
    public static final Map<String, Object> TASKS_ARGUMENTS = Map.of(
            "x-queue-type",
            "quorum",
            "x-delivery-limit",
            20,
            "x-dead-letter-exchange",
            "",
            "x-dead-letter-routing-key",
            DEAD_LETTERS);

    /** Arguments of {@link #DEAD_LETTERS}: on RabbitMQ a quorum queue. */
    public static final Map<String, Object> DEAD_LETTERS_ARGUMENTS = Map.of("x-queue-type", "quorum");

    private RaceQueues() {}
}
