package dev.lockrace.service.amqp;

import dev.lockrace.race.task.RaceQueues;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.QueueBuilder;

/** The durable queues that both services declare at start-up. */
public final class QueueDeclarations {

    private QueueDeclarations() {}

    /** Returns the declarations of both queues, for Spring's {@code AmqpAdmin}. */
    public static Declarables all() {
        return new Declarables(
                QueueBuilder.durable(RaceQueues.TASKS)
                        .withArguments(RaceQueues.TASKS_ARGUMENTS)
                        .build(),
                QueueBuilder.durable(RaceQueues.DEAD_LETTERS)
                        .withArguments(RaceQueues.DEAD_LETTERS_ARGUMENTS)
                        .build());
    }
}
