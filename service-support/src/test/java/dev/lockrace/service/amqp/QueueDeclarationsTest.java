package dev.lockrace.service.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.race.task.RaceQueues;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Queue;

class QueueDeclarationsTest {

    @Test
    void a_task_delivered_too_often_goes_to_the_dead_letter_queue() {
        Queue tasks = QueueDeclarations.all().getDeclarablesByType(Queue.class).stream()
                .filter(queue -> queue.getName().equals(RaceQueues.TASKS))
                .findFirst()
                .orElseThrow();

        assertThat(tasks.isDurable()).isTrue();
        assertThat(tasks.getArguments())
                .containsEntry("x-queue-type", "quorum")
                .containsEntry("x-delivery-limit", 20)
                .containsEntry("x-dead-letter-exchange", "")
                .containsEntry("x-dead-letter-routing-key", RaceQueues.DEAD_LETTERS);
    }
}
