package dev.lockrace.producer.broker;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionBlockedEvent;
import org.springframework.amqp.rabbit.connection.ConnectionUnblockedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Whether the broker has said that it takes no messages for now: RabbitMQ does when it is short of memory or disk, and
 * reads no more from who publishes. Whoever published then would hang until that is over.
 */
@Component
class BrokerAlarm {

    private static final Logger log = LoggerFactory.getLogger(BrokerAlarm.class);

    private volatile @Nullable ConnectionBlockedEvent blocked;

    /** What the broker is short of, in its own words; nothing while it takes messages. */
    Optional<String> reason() {
        // A new connection is told anew.
        return Optional.ofNullable(blocked)
                .filter(event -> event.getConnection().isOpen())
                .map(ConnectionBlockedEvent::getReason);
    }

    @EventListener
    void blocked(ConnectionBlockedEvent event) {
        blocked = event;
        log.warn("The broker takes no tasks for now: {}", event.getReason());
    }

    @EventListener
    void unblocked(ConnectionUnblockedEvent event) {
        blocked = null;
        log.info("The broker takes tasks again");
    }
}
