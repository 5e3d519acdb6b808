package dev.lockrace.worker.ready;

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
 * Part of the readiness check: up once the broker has accepted this worker as a consumer and every lock backend has
 * granted it a lease. A race that begins before that would judge the start-up, not the lock.
 */
@Component("race")
class RaceReadiness implements HealthIndicator {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(5);

    private final List<LockBackend> backends;
    private final Set<String> touched = ConcurrentHashMap.newKeySet();
    private volatile boolean consuming;

    RaceReadiness(List<LockBackend> backends) {
        this.backends = backends;
    }

    @EventListener(ConsumeOkEvent.class)
    void consumes() {
        consuming = true;
    }

    @EventListener({ListenerContainerConsumerFailedEvent.class, AsyncConsumerStoppedEvent.class})
    void consumesNoMore() {
        consuming = false;
    }

    @Override
    public Health health() {
        Health.Builder health = new Health.Builder().up();
        health.withDetail("consuming", consuming);
        boolean ready = consuming;
        for (LockBackend backend : backends) {
            String state = touch(backend);
            health.withDetail(backend.name(), state);
            ready &= touched.contains(backend.name());
        }
        return ready ? health.build() : health.outOfService().build();
    }

    /** Once for each backend: neither the metrics nor the race should see it. */
    private synchronized String touch(LockBackend backend) {
        if (!touched.contains(backend.name())) {
            String owner = "readiness-" + UUID.randomUUID();
            LockName name = new LockName(owner);
            try {
                backend.tryAcquire(name, owner, TIME_TO_LIVE, TIMEOUT).ifPresent(this::release);
                touched.add(backend.name());
            } catch (LockException e) {
                return e.getMessage();
            }
        }
        return "touched";
    }

    private void release(Grant grant) {
        grant.release(TIMEOUT);
    }
}
