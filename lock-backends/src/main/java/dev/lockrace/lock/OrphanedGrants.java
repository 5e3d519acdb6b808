package dev.lockrace.lock;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Revocation of orphaned grants, whose answer was lost (clause L5). A request may reach the store after its caller has
 * timed out, so one attempt is not enough. Up to {@value #MAX_ATTEMPTS} are made, with increasing backoff. They end
 * early when the grant is revoked or its time to live is over. Uses one daemon thread, started on demand.
 */
final class OrphanedGrants implements AutoCloseable {

    static final int MAX_ATTEMPTS = 4;
    private static final Duration INITIAL_BACKOFF = Duration.ofMillis(100);
    private static final int BACKOFF_FACTOR = 4;
    private static final int MAX_PENDING = 1_000;

    private static final System.Logger log = System.getLogger(OrphanedGrants.class.getName());

    private final StoreAccess store;
    private final ScheduledThreadPoolExecutor executor;

    OrphanedGrants(StoreAccess store) {
        this.store = store;
        this.executor = new ScheduledThreadPoolExecutor(1, Watchdog.daemons("lock-orphaned-grants-" + store.backendName()));
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Revokes in the background the grant that the store may have made. */
    void revoke(LockName name, String owner, Duration timeToLive) {
        Orphan orphan = new Orphan(name, owner, timeToLive, store.clock().nanoTime());
        schedule(orphan, 1, Duration.ZERO);
    }

    private void schedule(Orphan orphan, int attempt, Duration delay) {
        if (executor.getQueue().size() >= MAX_PENDING) {
            log.log(
                    Level.WARNING,
                    "Lock ''{0}'': an orphaned grant is left to expire, because {1} others are pending",
                    orphan.name(),
                    MAX_PENDING);
            return;
        }
        try {
            var unused = executor.schedule(() -> attempt(orphan, attempt), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            log.log(
                    Level.DEBUG,
                    "Lock ''{0}'': an orphaned grant is left to expire, because the client is closed",
                    orphan.name());
        }
    }

    private void attempt(Orphan orphan, int attempt) {
        if (store.since(orphan.orphanedAt()).compareTo(orphan.timeToLive()) > 0
                || revoked(orphan)
                || attempt == MAX_ATTEMPTS) {
            return;
        }
        schedule(orphan, attempt + 1, INITIAL_BACKOFF.multipliedBy((long) Math.pow(BACKOFF_FACTOR, attempt - 1)));
    }

    private boolean revoked(Orphan orphan) {
        try {
            boolean revoked = store.backend().revoke(orphan.name(), orphan.owner(), store.requestTimeout());
            if (revoked) {
                log.log(Level.INFO, "Lock ''{0}'': revoked an orphaned grant", orphan.name());
            }
            return revoked;
        } catch (RuntimeException e) {
            log.log(Level.DEBUG, "Lock '" + orphan.name() + "': an attempt to revoke an orphaned grant failed", e);
            return false;
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private record Orphan(LockName name, String owner, Duration timeToLive, long orphanedAt) {}
}
