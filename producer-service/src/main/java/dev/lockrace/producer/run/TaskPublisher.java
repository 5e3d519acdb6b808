package dev.lockrace.producer.run;

import dev.lockrace.race.RaceQueues;
import dev.lockrace.race.TaskMessageCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.stereotype.Component;

/** Publishes the tasks of a run: persistent, mandatory, and each confirmed by the broker or known as unconfirmed. */
@Component
class TaskPublisher {

    private static final Logger log = LoggerFactory.getLogger(TaskPublisher.class);

    private final RabbitTemplate rabbit;
    private final TaskMessageCodec codec;
    private final RunProperties properties;

    TaskPublisher(
            RabbitTemplate rabbit, ConnectionFactory connections, TaskMessageCodec codec, RunProperties properties) {
        if (!connections.isPublisherConfirms() || !connections.isPublisherReturns() || !isMandatory(rabbit)) {
            throw new IllegalStateException("Tasks could get lost unnoticed: set"
                    + " spring.rabbitmq.publisher-confirm-type=correlated, spring.rabbitmq.publisher-returns=true and"
                    + " spring.rabbitmq.template.mandatory=true");
        }
        this.rabbit = rabbit;
        this.codec = codec;
        this.properties = properties;
    }

    private static boolean isMandatory(RabbitTemplate rabbit) {
        return rabbit.isMandatoryFor(new Message(new byte[0]));
    }

    /**
     * Publishes all tasks; blocks until the broker has confirmed them or the time-out is over.
     *
     * @return the numbers of the tasks that were not confirmed: refused, not sent, or unanswered
     */
    List<Integer> publish(RunPlan plan) {
        List<CorrelationData> sent = new ArrayList<>(plan.tasks());
        try {
            rabbit.invoke(channel -> {
                for (int number = plan.firstTask(); number <= plan.lastTask(); number++) {
                    CorrelationData correlation = new CorrelationData();
                    channel.send("", RaceQueues.TASKS, message(plan, number), correlation);
                    sent.add(correlation);
                }
                return sent;
            });
        } catch (AmqpException e) {
            log.warn("Run {}: the broker refused task {}: {}", plan.id(), plan.firstTask() + sent.size(), e.toString());
        }
        return unconfirmed(plan, sent);
    }

    private Message message(RunPlan plan, int number) {
        return MessageBuilder.withBody(codec.write(plan.task(number)))
                .setContentType(TaskMessageCodec.CONTENT_TYPE)
                .setDeliveryMode(MessageDeliveryMode.PERSISTENT)
                .build();
    }

    private List<Integer> unconfirmed(RunPlan plan, List<CorrelationData> sent) {
        long deadline = System.nanoTime() + properties.confirmTimeout().toNanos();
        List<Integer> unconfirmed = new ArrayList<>();
        for (int i = 0; i < plan.tasks(); i++) {
            if (i >= sent.size() || !isConfirmed(sent.get(i), deadline)) {
                unconfirmed.add(plan.firstTask() + i);
            }
        }
        return unconfirmed;
    }

    private static boolean isConfirmed(CorrelationData sent, long deadline) {
        try {
            long left = Math.max(0, deadline - System.nanoTime());
            // An unroutable message is returned, and then acknowledged by one broker and refused by another.
            return sent.getFuture().get(left, TimeUnit.NANOSECONDS).ack() && sent.getReturned() == null;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
