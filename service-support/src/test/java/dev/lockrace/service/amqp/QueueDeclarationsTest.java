package dev.lockrace.service.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.race.task.RaceQueues;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Queue;

class QueueDeclarationsTest {

    @Test
    void the_task_queue_limits_deliveries_and_outlasts_the_longest_task() {
        Queue tasks = QueueDeclarations.all().getDeclarablesByType(Queue.class).stream()
                .filter(queue -> queue.getName().equals(RaceQueues.TASKS))
                .findFirst()
                .orElseThrow();

        assertThat(tasks.isDurable()).isTrue();
        assertThat(tasks.getArguments())
                .containsEntry("x-queue-type", "quorum")
                .containsEntry("x-delivery-limit", 20)
                .containsEntry("x-consumer-timeout", Duration.ofMinutes(108).toMillis())
                .containsEntry("x-dead-letter-exchange", "")
                .containsEntry("x-dead-letter-routing-key", RaceQueues.DEAD_LETTERS);
    }
}
