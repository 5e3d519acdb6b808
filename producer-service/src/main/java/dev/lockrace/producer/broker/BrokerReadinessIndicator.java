package dev.lockrace.producer.broker;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * A health indicator that is up while the broker answers the backlog's count. Sends no request of its own: one on a
 * connection that the broker blocks would not be answered.
 */
@Component("broker")
class BrokerReadinessIndicator implements HealthIndicator {

    private final Backlog backlog;

    BrokerReadinessIndicator(Backlog backlog) {
        this.backlog = backlog;
    }

    @Override
    public Health health() {
        return backlog.failure()
                .map(reason ->
                        Health.outOfService().withDetail("reason", reason).build())
                .orElseGet(() -> Health.up().build());
    }
}
