package dev.lockrace.worker.task;

import dev.lockrace.race.InvalidTaskException;
import dev.lockrace.race.RaceQueues;
import dev.lockrace.race.SingleLine;
import dev.lockrace.race.TaskMessageCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.ImmediateRequeueAmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.stereotype.Component;

/**
 * Takes tasks from the queue, one at a time. A message is acknowledged when its task has ended or lies in the dead
 * queue; it goes back to the queue only when this worker stops, or can't reach the dead queue.
 */
@Component
class TaskConsumer {

    private static final Logger log = LoggerFactory.getLogger(TaskConsumer.class);

    /** Before a message goes back that the dead queue did not take: it comes again at once. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final TaskMessageCodec codec;
    private final TaskRunner runner;
    private final DeadLetterQueue deadLetters;
    private final Shutdown shutdown;

    TaskConsumer(TaskMessageCodec codec, TaskRunner runner, DeadLetterQueue deadLetters, Shutdown shutdown) {
        this.codec = codec;
        this.runner = runner;
        this.deadLetters = deadLetters;
        this.shutdown = shutdown;
    }

    @RabbitListener(id = "tasks", queues = RaceQueues.TASKS)
    void consume(Message message) {
        try {
            runOrBury(message.getBody());
        } catch (RequeuedException e) {
            throw new ImmediateRequeueAmqpException(e.getMessage(), e);
        } catch (AmqpException | Error e) {
            log.error("A message goes back to the queue, since the dead queue did not take it", e);
            pauseUnlessStopping();
            throw new ImmediateRequeueAmqpException("The dead queue did not take the message", e);
        }
    }

    private void runOrBury(byte[] message) {
        try {
            runner.run(codec.read(message));
        } catch (RequeuedException e) {
            throw e;
        } catch (InvalidTaskException e) {
            deadLetters.put(message, e.getMessage());
        } catch (TaskFailedException e) {
            deadLetters.put(message, e.getMessage());
        } catch (RuntimeException | Error e) {
            String task = SingleLine.of(new String(message, StandardCharsets.UTF_8));
            log.error("A task failed in a way that nobody foresaw: {}", task, e);
            deadLetters.put(message, e.toString());
        }
    }

    private void pauseUnlessStopping() {
        try {
            shutdown.pause(PAUSE);
        } catch (RequeuedException e) {
            log.debug("No pause, the worker stops", e);
        }
    }
}
