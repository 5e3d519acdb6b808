package dev.lockrace.conformance.example;

import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LeaseLostException;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.UnknownOutcomeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The examples in {@code docs/library/guide.md}. {@link CacheJobTest} runs them. */
final class CacheJob {

    private final LockClient locks;
    private final Cache cache;
    private final LockRequest fillCache = LockRequest.of("fill-cache").timeToLive(Duration.ofSeconds(15));

    CacheJob(LockClient locks, Cache cache) {
        this.locks = locks;
        this.cache = cache;
    }

    /** The cache that the job fills. */
    interface Cache {

        void fill();

        int size();

        default boolean hasNextPart() {
            return false;
        }

        default void fillNextPart() {}

        default void publish() {}
    }

    boolean tryOnce() {
        LockRequest fillCache = LockRequest.of("fill-cache").timeToLive(Duration.ofSeconds(15));
        boolean ran = locks.tryRun(fillCache, lease -> cache.fill());
        return ran;
    }

    Optional<Integer> returnValue() {
        Optional<Integer> entries = locks.tryCall(fillCache, lease -> cache.size());
        return entries;
    }

    boolean waitForLock() throws InterruptedException {
        boolean ran = locks.tryRun(fillCache, Duration.ofSeconds(5), lease -> cache.fill());
        return ran;
    }

    boolean limitRenewal() {
        boolean ran = locks.tryRun(fillCache.maxHold(Duration.ofMinutes(10)), lease -> cache.fill());
        return ran;
    }

    boolean severalLocks() throws InterruptedException {
        LockRequest from = LockRequest.of("cache:1").timeToLive(Duration.ofSeconds(15));
        LockRequest to = LockRequest.of("cache:2").timeToLive(Duration.ofSeconds(15));
        boolean ran = locks.tryRunAll(List.of(from, to), Duration.ofSeconds(5), leases -> cache.fill());
        return ran;
    }

    void useLease() {
        Optional<Lease> granted = locks.tryAcquire(fillCache);
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
        locks.tryRun(fillCache, lease -> {
            lease.interruptOnLoss();
            cache.fill();
            if (lease.mayBeHeld()) {
                cache.publish();
            }
        });
    }

    Result handleErrors() {
        try {
            boolean ran = locks.tryRun(fillCache, lease -> cache.fill());
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
