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
 * The threads that watch the leases of one client. A timer never blocks; renewals, loss actions and renewal actions may
 * block and have a small pool each. All are daemon threads, started on demand. Each watched lease has at most one
 * check, one renewal and its own actions in the queues.
 */
class Watchdog implements AutoCloseable {

    private static final int RENEWAL_THREADS = 8;
    private static final int ACTION_THREADS = 8;
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor renewals;
    private final ThreadPoolExecutor lossActions;
    private final ThreadPoolExecutor renewalActions;

    Watchdog(String backend) {
        this.timer = new ScheduledThreadPoolExecutor(1, daemons("lock-watchdog-" + backend));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.renewals = pool(RENEWAL_THREADS, "lock-renewal-" + backend);
        this.lossActions = pool(ACTION_THREADS, "lock-loss-action-" + backend);
        this.renewalActions = pool(ACTION_THREADS, "lock-renewal-action-" + backend);
    }

    private static ThreadPoolExecutor pool(int threads, String name) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_TIMEOUT.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                daemons(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Creates threads that inherit no thread-local of the holder, which may refer to the handle of its lease. */
    static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(null, task, name, 0, false);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Schedules a check of a lease. Does nothing after {@link #close()}. */
    Future<?> schedule(Runnable check, Duration delay) {
        try {
            return timer.schedule(check, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Executes a renewal as soon as a thread is available. */
    void executeRenewal(Runnable renewal) {
        execute(renewals, renewal);
    }

    /** Executes a holder's loss action as soon as a thread is available. */
    void executeLossAction(Runnable action) {
        execute(lossActions, action);
    }

    /** Executes a holder's renewal action as soon as a thread is available. */
    void executeRenewalAction(Runnable action) {
        execute(renewalActions, action);
    }

    private static void execute(ThreadPoolExecutor pool, Runnable task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            // The client is closed, so its leases are left to expire.
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        renewals.shutdown();
        lossActions.shutdown();
        renewalActions.shutdown();
    }
}
