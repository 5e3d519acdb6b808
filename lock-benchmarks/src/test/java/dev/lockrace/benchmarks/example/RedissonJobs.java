package dev.lockrace.benchmarks.example;

import java.util.concurrent.TimeUnit;
import org.redisson.api.RFencedLock;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;

/** The same jobs with Redisson. */
final class RedissonJobs {

    private final RedissonClient redisson;
    private final Work work;

    RedissonJobs(RedissonClient redisson, Work work) {
        this.redisson = redisson;
        this.work = work;
    }

    /** The work of the application. */
    interface Work {

        void run();

        boolean hasNext();

        void runNext();

        void write(long fencingToken);
    }

    void tryOnce() throws InterruptedException {
        RLock lock = redisson.getLock("job");
        if (lock.tryLock(0, 15, TimeUnit.SECONDS)) { // re-entrant: a second call on this thread succeeds
            try {
                work.run();
            } finally {
                lock.unlock(); // throws if the lease has ended, or on another thread
            }
        }
    }

    void runRenewed() {
        RLock lock = redisson.getLock("job");
        if (lock.tryLock()) { // renewed, because no lease time is given
            try {
                work.run();
            } finally {
                lock.unlock();
            }
        }
    }

    void runWithToken() {
        RFencedLock lock = redisson.getFencedLock("job");
        Long token = lock.tryLockAndGetToken();
        if (token != null) {
            try {
                while (work.hasNext() && lock.isHeldByCurrentThread()) { // one request each
                    work.runNext();
                }
                work.write(token);
            } finally {
                lock.unlock();
            }
        }
    }
}
