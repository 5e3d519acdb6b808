package dev.lockrace.conformance.example;

import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LeaseLostException;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.Renewal;
import dev.lockrace.lock.UnknownOutcomeException;
import java.time.Duration;
import java.util.Optional;

/** The examples in {@code docs/library/guide.md}. {@link CacheJobTest} runs them. */
final class CacheJob {

    private final LockClient locks;
    private final Cache cache;

    CacheJob(LockClient locks, Cache cache) {
        this.locks = locks;
        this.cache = cache;
    }

    /** The cache that the job fills. */
    interface Cache {

        void fill();

        default boolean hasNextPart() {
            return false;
        }

        default void fillNextPart() {}

        default void publish() {}
    }

    boolean tryOnce() {
        boolean ran = locks.tryRun("fill-cache", Duration.ofSeconds(15), lease -> cache.fill());
        return ran;
    }

    boolean waitForLock() throws InterruptedException {
        boolean ran = locks.tryRun(
                "fill-cache", Duration.ofSeconds(15), Duration.ofSeconds(5), Renewal.AUTOMATIC, lease -> cache.fill());
        return ran;
    }

    void useLease() {
        Optional<Lease> granted = locks.tryAcquire("fill-cache", Duration.ofSeconds(15));
        if (granted.isEmpty()) {
            return; // another client holds the lock
        }
        try (Lease lease = granted.get().renewAutomatically()) {
            while (cache.hasNextPart() && lease.mayBeHeld()) {
                cache.fillNextPart();
            }
        }
    }

    void stopOnLoss() {
        locks.tryRun("fill-cache", Duration.ofSeconds(15), lease -> {
            lease.interruptOnLoss();
            cache.fill();
            if (lease.mayBeHeld()) {
                cache.publish();
            }
        });
    }

    Result handleErrors() {
        try {
            boolean ran = locks.tryRun("fill-cache", Duration.ofSeconds(15), lease -> cache.fill());
            return ran ? Result.DONE : Result.HELD_BY_ANOTHER;
        } catch (LeaseLostException e) {
            return Result.CHECK_WHAT_WAS_WRITTEN; // another client may have filled the cache at the same time
        } catch (LockStoreException | UnknownOutcomeException e) {
            return Result.TRY_LATER; // the store is unavailable
        }
    }

    /** The results of a job, for its caller. */
    enum Result {
        DONE,
        HELD_BY_ANOTHER,
        CHECK_WHAT_WAS_WRITTEN,
        TRY_LATER
    }
}
