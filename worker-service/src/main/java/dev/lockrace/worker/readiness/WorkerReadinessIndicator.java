package dev.lockrace.worker.readiness;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockName;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.amqp.rabbit.listener.AsyncConsumerStoppedEvent;
import org.springframework.amqp.rabbit.listener.ConsumeOkEvent;
import org.springframework.amqp.rabbit.listener.ListenerContainerConsumerFailedEvent;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * A health indicator that is up while the broker accepts this worker as a consumer and every lock backend answers
 * requests for a lease. A race that begins earlier would measure the start-up rather than the lock. The detail of a
 * backend that does not answer is the reason.
 */
@Component("race")
class WorkerReadinessIndicator implements HealthIndicator {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(5);

    /** However often the indicator is read, a backend gets a request per second at most. */
    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    private final List<LockBackend> backends;
    private final LockName name = new LockName("readiness-" + UUID.randomUUID());

    /** Guarded by this. */
    private final Map<String, Answer> answers = new HashMap<>();

    private volatile boolean consuming;

    WorkerReadinessIndicator(List<LockBackend> backends) {
        this.backends = backends;
    }

    private record Answer(boolean reachable, String state, long nanoTime) {

        boolean isRecent() {
            return System.nanoTime() - nanoTime < MAX_AGE.toNanos();
        }
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
            Answer answer = answer(backend);
            health.withDetail(backend.name(), answer.state());
            ready &= answer.reachable();
        }
        return ready ? health.build() : health.outOfService().build();
    }

    private synchronized Answer answer(LockBackend backend) {
        Answer answer = answers.get(backend.name());
        if (answer == null || !answer.isRecent()) {
            answer = ask(backend);
            answers.put(backend.name(), answer);
        }
        return answer;
    }

    /** Acquires and releases a lease; uses no lock client, so that the metrics do not count it. */
    private Answer ask(LockBackend backend) {
        try {
            backend.tryAcquire(name, UUID.randomUUID().toString(), TIME_TO_LIVE, TIMEOUT)
                    .ifPresent(this::release);
            return new Answer(true, "reachable", System.nanoTime());
        } catch (LockException e) {
            return new Answer(false, String.valueOf(e.getMessage()), System.nanoTime());
        }
    }

    private void release(Grant grant) {
        grant.release(TIMEOUT);
    }
}
