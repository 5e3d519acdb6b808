package dev.lockrace.lock;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Takes back grants that nobody knows of, because the answer got lost (clause L5). A request may reach the store after
 * its caller gave up, so one look is not enough: it looks {@value #LOOKS} times with growing pauses, and stops early
 * when it took the grant back or the time to live has ended it. Works on one daemon thread, made when first needed.
 */
final class OrphanedGrants implements AutoCloseable {

    static final int LOOKS = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final int PAUSE_GROWTH = 4;
    private static final int MAX_PENDING = 1_000;

    private static final System.Logger log = System.getLogger(OrphanedGrants.class.getName());

    private final StoreAccess store;
    private final ScheduledThreadPoolExecutor executor;

    OrphanedGrants(StoreAccess store) {
        this.store = store;
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "lock-lost-grants-" + store.backendName());
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void revoke(LockName name, String owner, Duration timeToLive) {
        Search search = new Search(name, owner, timeToLive, store.clock().nanoTime());
        look(search, 1, Duration.ZERO);
    }

    private void look(Search search, int number, Duration pause) {
        if (executor.getQueue().size() >= MAX_PENDING) {
            log.log(Level.WARNING, "Lock {0}: left to its time to live, too many lost answers", search.name());
            return;
        }
        try {
            var unused = executor.schedule(() -> lookNow(search, number), pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            log.log(Level.DEBUG, "Lock {0}: left to its time to live, the client is closed", search.name());
        }
    }

    private void lookNow(Search search, int number) {
        if (store.since(search.startedAt()).compareTo(search.timeToLive()) > 0 || found(search) || number == LOOKS) {
            return;
        }
        look(search, number + 1, FIRST_PAUSE.multipliedBy((long) Math.pow(PAUSE_GROWTH, number - 1)));
    }

    private boolean found(Search search) {
        try {
            boolean taken = store.backend().revoke(search.name(), search.owner(), store.requestTimeout());
            if (taken) {
                log.log(Level.INFO, "Lock {0}: took back a grant whose answer got lost", search.name());
            }
            return taken;
        } catch (RuntimeException e) {
            log.log(Level.DEBUG, "Lock " + search.name() + ": could not look for a lost grant", e);
            return false;
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private record Search(LockName name, String owner, Duration timeToLive, long startedAt) {}
}
