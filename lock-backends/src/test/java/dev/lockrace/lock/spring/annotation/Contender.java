package dev.lockrace.lock.spring.annotation;

import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import java.time.Duration;
import org.springframework.context.ApplicationContext;

/** Another client of the lock, in the same application. */
final class Contender {

    private static final Duration TIME_TO_LIVE = Duration.ofMinutes(1);

    private Contender() {}

    static Lease acquire(ApplicationContext context, String name) {
        return context.getBean(LockClient.class)
                .tryAcquire(LockRequest.of(name).timeToLive(TIME_TO_LIVE))
                .orElseThrow();
    }

    static boolean isFree(LockClient locks, String name) {
        return locks.tryRun(LockRequest.of(name).timeToLive(TIME_TO_LIVE), lease -> {});
    }
}
