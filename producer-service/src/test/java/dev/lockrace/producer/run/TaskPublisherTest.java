package dev.lockrace.producer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.lockrace.producer.broker.ConfirmedSender;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.task.TaskMessageCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.AmqpConnectException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.ReturnedMessage;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.connection.CorrelationData.Confirm;
import org.springframework.amqp.rabbit.core.RabbitOperations;
import org.springframework.amqp.rabbit.core.RabbitOperations.OperationsCallback;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

@Tag("process") // Mockito starts a process that attaches its agent.
class TaskPublisherTest {

    private final RabbitOperations channel = mock();
    private final RabbitTemplate rabbit = mock();
    private final ConnectionFactory connections = mock();

    @Test
    void only_tasks_that_the_broker_accepted_are_confirmed() {
        brokerThat(
                TaskPublisherTest::accept,
                TaskPublisherTest::reject,
                TaskPublisherTest::returnAndAccept,
                sent -> {},
                TaskPublisherTest::accept,
                sent -> {
                    throw new AmqpConnectException(new IllegalStateException("gone"));
                });

        assertThat(publisher().publish(plan(8))).containsExactly(2, 3, 4, 6, 7, 8);
    }

    private static void accept(CorrelationData sent) {
        sent.getFuture().complete(new Confirm(true, null));
    }

    private static void reject(CorrelationData sent) {
        sent.getFuture().complete(new Confirm(false, "full"));
    }

    /** Behaves as RabbitMQ does for an unroutable message. */
    private static void returnAndAccept(CorrelationData sent) {
        sent.setReturned(new ReturnedMessage(new Message(new byte[0]), 312, "NO_ROUTE", "", "queue"));
        accept(sent);
    }

    /** Applies the first behaviour to the first message, the second to the second, and so on. */
    @SafeVarargs
    private void brokerThat(Consumer<CorrelationData>... behaviours) {
        List<Consumer<CorrelationData>> next = new ArrayList<>(List.of(behaviours));
        doAnswer(call -> {
                    next.remove(0).accept(call.getArgument(3));
                    return null;
                })
                .when(channel)
                .send(anyString(), anyString(), any(), any(CorrelationData.class));
    }

    private TaskPublisher publisher() {
        when(rabbit.getConnectionFactory()).thenReturn(connections);
        when(connections.isPublisherConfirms()).thenReturn(true);
        when(connections.isPublisherReturns()).thenReturn(true);
        when(rabbit.isMandatoryFor(any())).thenReturn(true);
        when(rabbit.invoke(any()))
                .thenAnswer(call -> call.<OperationsCallback<?>>getArgument(0).doInRabbit(channel));
        return new TaskPublisher(
                new ConfirmedSender(rabbit),
                new TaskMessageCodec(),
                new RunProperties("local", Duration.ofMillis(200)));
    }

    private static RunPlan plan(int tasks) {
        return new RunPlan(
                UUID.randomUUID(), 1, tasks, RaceBackend.LOCAL, Duration.ZERO, Duration.ofSeconds(1), "lock", false);
    }
}
