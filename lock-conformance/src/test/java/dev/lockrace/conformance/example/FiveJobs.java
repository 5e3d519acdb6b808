package dev.lockrace.conformance.example;

import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import java.time.Duration;

/** The lockrace examples in {@code docs/library/comparison.md}. {@link FiveJobsTest} runs them. */
final class FiveJobs {

    private final LockClient locks;
    private final Work work;
    private final LockRequest job = LockRequest.of("job").timeToLive(Duration.ofSeconds(15));

    FiveJobs(LockClient locks, Work work) {
        this.locks = locks;
        this.work = work;
    }

    /** The work of the application. */
    interface Work {

        void run();

        void write(long fencingToken);

        default boolean hasNext() {
            return false;
        }

        default void runNext() {}

        default void stop() {}
    }

    void tryOnce() {
        LockRequest job = LockRequest.of("job").timeToLive(Duration.ofSeconds(15));
        locks.tryAcquire(job).ifPresent(lease -> {
            try (lease) {
                work.run();
            }
        });
    }

    void waitForLock() throws InterruptedException {
        locks.tryAcquire(job, Duration.ofSeconds(5)).ifPresent(lease -> {
            try (lease) {
                work.run();
            }
        });
    }

    boolean runRenewed() {
        boolean ran = locks.tryRun(job, lease -> work.run());
        return ran;
    }

    boolean runUnrenewed() {
        boolean ran = locks.tryRun(job.maxHold(job.timeToLive()), lease -> work.run());
        return ran;
    }

    void runWithLease() {
        locks.tryRun(job, lease -> {
            lease.onLoss(work::stop);
            while (work.hasNext() && lease.mayBeHeld()) {
                work.runNext();
            }
            work.write(lease.fencingToken());
        });
    }
}
