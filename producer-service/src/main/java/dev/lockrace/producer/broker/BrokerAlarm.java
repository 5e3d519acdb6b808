package dev.lockrace.producer.broker;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionBlockedEvent;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionListener;
import org.springframework.amqp.rabbit.connection.ConnectionUnblockedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Whether the broker has said that it takes no messages for now: RabbitMQ does when it is short of memory or disk, and
 * reads no more from who publishes. Whoever published then would hang until that is over.
 */
@Component
class BrokerAlarm implements ConnectionListener {

    private static final Logger log = LoggerFactory.getLogger(BrokerAlarm.class);

    private volatile @Nullable String reason;

    BrokerAlarm(ConnectionFactory connections) {
        connections.addConnectionListener(this);
    }

    /** What the broker is short of, in its own words; nothing while it takes messages. */
    Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    @EventListener
    void blocked(ConnectionBlockedEvent event) {
        reason = event.getReason();
        log.warn("The broker takes no tasks for now: {}", event.getReason());
    }

    @EventListener
    void unblocked(ConnectionUnblockedEvent event) {
        reason = null;
        log.info("The broker takes tasks again");
    }

    /** A new connection is told anew. */
    @Override
    public void onCreate(@Nullable Connection connection) {
        reason = null;
    }
}
