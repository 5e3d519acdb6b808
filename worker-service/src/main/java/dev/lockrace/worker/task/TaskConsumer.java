package dev.lockrace.worker.task;

import dev.lockrace.race.SingleLine;
import dev.lockrace.race.task.InvalidTaskException;
import dev.lockrace.race.task.RaceQueues;
import dev.lockrace.race.task.TaskMessageCodec;
import dev.lockrace.worker.shutdown.GracefulShutdown;
import dev.lockrace.worker.shutdown.WorkerStoppingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.ImmediateRequeueAmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.stereotype.Component;

/**
 * A consumer of the task queue that processes one task at a time. It acknowledges a message when the task has ended or
 * is in the dead-letter queue. It requeues a message only if this worker stops or cannot reach the dead-letter queue.
 *
 * <p>A requeued task is published as a new message, and the old one is acknowledged. RabbitMQ before 4.3 counts a message that is returned as
 * a delivery, and dead-letters it after 20 of them, although no task has failed. It shall count only those that ended
 * with the worker, since their cause may be the message.
 */
@Component
class TaskConsumer {

    private static final Logger log = LoggerFactory.getLogger(TaskConsumer.class);

    /** Delays the requeue of a message that the dead-letter queue did not accept, as it is redelivered immediately. */
    private static final Duration REQUEUE_DELAY = Duration.ofSeconds(1);

    /** Part of the time in which a worker must stop. */
    private static final Duration REQUEUE_TIMEOUT = Duration.ofSeconds(2);

    private final TaskMessageCodec codec;
    private final TaskRunner runner;
    private final DeadLetterQueue deadLetters;
    private final ConfirmedPublisher publisher;
    private final GracefulShutdown shutdown;

    TaskConsumer(
            TaskMessageCodec codec,
            TaskRunner runner,
            DeadLetterQueue deadLetters,
            ConfirmedPublisher publisher,
            GracefulShutdown shutdown) {
        this.codec = codec;
        this.runner = runner;
        this.deadLetters = deadLetters;
        this.publisher = publisher;
        this.shutdown = shutdown;
    }

    @RabbitListener(id = "tasks", queues = RaceQueues.TASKS)
    void consume(Message message) {
        try {
            runOrDeadLetter(message.getBody());
        } catch (WorkerStoppingException e) {
            log.info(e.getMessage());
            requeue(message.getBody());
        } catch (AmqpException | Error e) {
            log.error("Requeueing a message that the dead-letter queue did not accept", e);
            pauseUnlessStopping();
            requeue(message.getBody());
        }
    }

    /**
     * Publishes the task again, without properties of the message, or returns the message to the broker if that fails. A
     * task that is then in the queue twice is done once.
     */
    private void requeue(byte[] task) {
        try {
            Message copy = MessageBuilder.withBody(task)
                    .setDeliveryMode(MessageDeliveryMode.PERSISTENT)
                    .build();
            publisher.send(RaceQueues.TASKS, copy, REQUEUE_TIMEOUT);
        } catch (AmqpException e) {
            throw new ImmediateRequeueAmqpException("The broker did not accept a copy of the message", e);
        }
    }

    private void runOrDeadLetter(byte[] message) {
        try {
            runner.run(codec.read(message));
        } catch (WorkerStoppingException e) {
            throw e;
        } catch (InvalidTaskException e) {
            deadLetters.put(message, e.getMessage());
        } catch (TaskFailedException e) {
            deadLetters.put(message, e.getMessage());
        } catch (RuntimeException | Error e) {
            String task = SingleLine.of(new String(message, StandardCharsets.UTF_8));
            log.error("Unexpected failure of task {}", task, e);
            deadLetters.put(message, e.toString());
        }
    }

    private void pauseUnlessStopping() {
        try {
            shutdown.pause(REQUEUE_DELAY);
        } catch (WorkerStoppingException e) {
            log.debug("Requeueing without a delay, since the worker is stopping", e);
        }
    }
}
