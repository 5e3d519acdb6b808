package dev.lockrace.benchmarks.example;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import net.javacrumbs.shedlock.core.DefaultLockingTaskExecutor;
import net.javacrumbs.shedlock.core.ExtensibleLockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.support.KeepAliveLockProvider;

/** The same jobs with ShedLock. */
final class ShedLockJobs {

    private final ExtensibleLockProvider provider;
    private final ScheduledExecutorService scheduler;
    private final Runnable work;

    ShedLockJobs(ExtensibleLockProvider provider, ScheduledExecutorService scheduler, Runnable work) {
        this.provider = provider;
        this.scheduler = scheduler;
        this.work = work;
    }

    void tryOnce() {
        provider.lock(new LockConfiguration(Instant.now(), "job", Duration.ofSeconds(15), Duration.ZERO))
                .ifPresent(lock -> {
                    try {
                        work.run();
                    } finally {
                        lock.unlock(); // whether it checks the owner depends on the provider
                    }
                });
    }

    void runRenewed() {
        LockProvider renewing = new KeepAliveLockProvider(provider, scheduler); // rejects less than 30 s
        new DefaultLockingTaskExecutor(renewing)
                .executeWithLock(
                        work, new LockConfiguration(Instant.now(), "job", Duration.ofSeconds(30), Duration.ZERO));
    }
}
