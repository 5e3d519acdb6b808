package dev.lockrace.race;

import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.QueueBuilder;

/**
 * The queues and headers that the two services agree on. Both services declare the queues; a broker without quorum
 * queues, delivery limit and dead-lettering ignores these, so nothing but a second net depends on them.
 */
public final class RaceQueues {

    /** Where the producer publishes tasks, by the default exchange. */
    public static final String TASKS = "lockrace.tasks";

    /** Where a worker puts what it can't read or do; the producer takes it from there, and lists it. */
    public static final String DEAD_TASKS = "lockrace.tasks.dead";

    /** Header of a dead task: why, in a sentence. */
    public static final String REASON_HEADER = "lockrace-reason";

    /** Header of a dead task: which worker gave up. */
    public static final String WORKER_HEADER = "lockrace-worker";

    /** Header of a dead task: a UUID of its own, by which a message that is delivered twice is known. */
    public static final String DEAD_ID_HEADER = "lockrace-dead-id";

    private static final int DELIVERY_LIMIT = 20;

    private RaceQueues() {}

    /** Both queues, for the broker's administration: durable, on RabbitMQ as quorum queues. */
    public static Declarables declarables() {
        return new Declarables(
                QueueBuilder.durable(TASKS)
                        .quorum()
                        .deliveryLimit(DELIVERY_LIMIT)
                        .deadLetterExchange("")
                        .deadLetterRoutingKey(DEAD_TASKS)
                        .build(),
                QueueBuilder.durable(DEAD_TASKS).quorum().build());
    }
}
