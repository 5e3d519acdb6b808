package dev.lockrace.lock.spring.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.lock.local.LocalLockBackend;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/** A scheduled {@link Locked} method in two instances of an application. */
class LockedScheduledTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void a_scheduled_method_runs_on_one_of_two_instances() {
        LocalLockBackend store = new LocalLockBackend();
        Outcomes one = new Outcomes();
        Outcomes two = new Outcomes();
        AtomicInteger runs = new AtomicInteger();
        instance(store, one, runs)
                .run(first -> instance(store, two, runs).run(second -> {
                    await().atMost(LIMIT).until(() -> one.contended() >= 5 && two.contended() >= 5);
                    assertThat(runs).hasValue(1);
                    assertThat(one.acquired() + two.acquired()).isEqualTo(1);
                }));
    }

    private static ApplicationContextRunner instance(LocalLockBackend store, Outcomes outcomes, AtomicInteger runs) {
        return LockedContexts.local()
                .withBean(LocalLockBackend.class, () -> store)
                .withBean(Outcomes.class, () -> outcomes)
                .withBean(AtomicInteger.class, () -> runs)
                .withUserConfiguration(Scheduling.class);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableScheduling
    static class Scheduling {

        @Bean
        Job job(AtomicInteger runs) {
            return new Job(runs);
        }
    }

    static class Job {

        private final AtomicInteger runs;

        Job(AtomicInteger runs) {
            this.runs = runs;
        }

        @Scheduled(fixedDelayString = "20ms")
        @Locked(name = "tick", timeToLive = "10m", minHold = "10m", onContention = OnContention.SKIP)
        void tick() {
            runs.incrementAndGet();
        }
    }
}
