package dev.lockrace.worker.readiness;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockName;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.amqp.rabbit.listener.AsyncConsumerStoppedEvent;
import org.springframework.amqp.rabbit.listener.ConsumeOkEvent;
import org.springframework.amqp.rabbit.listener.ListenerContainerConsumerFailedEvent;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * A health indicator that is up once the broker has accepted this worker as a consumer and every lock backend has
 * answered a request for a lease. A race that begins earlier would measure the start-up rather than the lock.
 */
@Component("race")
class WorkerReadinessIndicator implements HealthIndicator {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(5);

    private final List<LockBackend> backends;
    private final Set<String> reachable = ConcurrentHashMap.newKeySet();
    private volatile boolean consuming;

    WorkerReadinessIndicator(List<LockBackend> backends) {
        this.backends = backends;
    }

    @EventListener(ConsumeOkEvent.class)
    void consumerStarted() {
        consuming = true;
    }

    @EventListener({ListenerContainerConsumerFailedEvent.class, AsyncConsumerStoppedEvent.class})
    void consumerStopped() {
        consuming = false;
    }

    @Override
    public Health health() {
        Health.Builder health = new Health.Builder().up();
        health.withDetail("consuming", consuming);
        boolean ready = consuming;
        for (LockBackend backend : backends) {
            String state = check(backend);
            health.withDetail(backend.name(), state);
            ready &= reachable.contains(backend.name());
        }
        return ready ? health.build() : health.outOfService().build();
    }

    /** Acquires a lease until the backend answers once; uses no lock client, so that the metrics do not count it. */
    private synchronized String check(LockBackend backend) {
        if (!reachable.contains(backend.name())) {
            String owner = "readiness-" + UUID.randomUUID();
            LockName name = new LockName(owner);
            try {
                backend.tryAcquire(name, owner, TIME_TO_LIVE, TIMEOUT).ifPresent(this::release);
                reachable.add(backend.name());
            } catch (LockException e) {
                return e.getMessage();
            }
        }
        return "reachable";
    }

    private void release(Grant grant) {
        grant.release(TIMEOUT);
    }
}
