package dev.lockrace.lock;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads behind the leases of one client that are watched: a timer, which never blocks; a few that send renewals;
 * a few that run what holders want done at a loss, and as many for what they want done after a renewal, which may block.
 * All are daemons, made when first needed; each lease that is watched has at most one look, one renewal and its own
 * actions in the queues.
 */
class Watchdog implements AutoCloseable {

    private static final int REQUESTS_AT_ONCE = 8;
    private static final int ACTIONS_AT_ONCE = 8;
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor requests;
    private final ThreadPoolExecutor actions;
    private final ThreadPoolExecutor renewalActions;

    Watchdog(String backend) {
        this.timer = new ScheduledThreadPoolExecutor(1, daemons("lock-watchdog-" + backend));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.requests = pool(REQUESTS_AT_ONCE, "lock-renewal-" + backend);
        this.actions = pool(ACTIONS_AT_ONCE, "lock-loss-" + backend);
        this.renewalActions = pool(ACTIONS_AT_ONCE, "lock-renewed-" + backend);
    }

    private static ThreadPoolExecutor pool(int threads, String name) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), daemons(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Looks at a lease after that time. Does nothing once this is closed. */
    Future<?> schedule(Runnable look, Duration pause) {
        try {
            return timer.schedule(look, pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Sends a request to the store, as soon as a thread is free. */
    void request(Runnable request) {
        execute(requests, request);
    }

    /** Runs what a holder wants done at a loss, as soon as a thread is free. */
    void act(Runnable action) {
        execute(actions, action);
    }

    /** Runs what a holder wants done after a renewal, as soon as a thread is free. */
    void actOnRenewal(Runnable action) {
        execute(renewalActions, action);
    }

    private static void execute(ThreadPoolExecutor pool, Runnable task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            // closed: the client is gone, and its leases run out
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        requests.shutdown();
        actions.shutdown();
        renewalActions.shutdown();
    }
}
