package dev.lockrace.service.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;

/**
 * An admin that declares the queues of both services on each connection. It reports a queue that the broker refuses to
 * declare, such as one that exists with other arguments, and goes on: the arguments are only a safety net. The log names
 * the remedy once per cause.
 *
 * <p>Each queue is declared on a channel of its own, since the broker closes the channel of a declaration that it
 * refuses. Spring's own admin would stop at the first such queue. The listener container would then stop for good if it
 * was the first to use the connection, and otherwise use the queue without a word.
 */
public final class QueueAdmin extends RabbitAdmin {

    private static final Logger log = LoggerFactory.getLogger(QueueAdmin.class);

    private final AtomicReference<String> logged = new AtomicReference<>("");

    public QueueAdmin(ConnectionFactory connections) {
        super(connections);
    }

    /**
     * Declares all queues. Blocks until the broker has answered.
     *
     * @throws AmqpException if the broker does not answer
     */
    @Override
    public void initialize() {
        for (Queue queue : QueueDeclarations.all().getDeclarablesByType(Queue.class)) {
            try {
                declareQueue(queue);
            } catch (AmqpException e) {
                String refusal = refusal(e).orElseThrow(() -> e);
                report(QueueRefusal.describe(queue.getName(), refusal));
            }
        }
    }

    /** Returns why the broker closed the channel; empty if the connection failed. */
    private static Optional<String> refusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ShutdownSignalException signal
                    && signal.getReason() instanceof AMQP.Channel.Close close) {
                return Optional.of(close.getReplyText());
            }
        }
        return Optional.empty();
    }

    /** Logs each cause once: the queues are also declared when a queue is missing, which may be twice a second. */
    private void report(String problem) {
        if (!problem.equals(logged.getAndSet(problem))) {
            log.error(problem);
        }
    }
}
