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
 * The broker's resource alarm. RabbitMQ blocks the connections that publish while it is short of memory or disk. A
 * publish on a blocked connection would hang until the alarm clears.
 */
@Component
class BrokerAlarm {

    private static final Logger log = LoggerFactory.getLogger(BrokerAlarm.class);

    private volatile @Nullable ConnectionBlockedEvent blocked;

    /** Returns the broker's reason for the alarm, or empty if there is none. */
    Optional<String> reason() {
        // The broker notifies each new connection again.
        return Optional.ofNullable(blocked)
                .filter(event -> event.getConnection().isOpen())
                .map(ConnectionBlockedEvent::getReason);
    }

    @EventListener
    void blocked(ConnectionBlockedEvent event) {
        blocked = event;
        log.warn(
                "The broker blocks publishing ({}): new runs are rejected until it accepts tasks again",
                event.getReason());
    }

    @EventListener
    void unblocked(ConnectionUnblockedEvent event) {
        blocked = null;
        log.info("The broker accepts tasks again");
    }
}
