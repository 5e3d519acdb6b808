package dev.lockrace.lock;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The threads that watch the leases of one client. A timer never blocks; renewals, loss actions, renewal actions and
 * reports may block and have a small pool each. All are daemon threads, started on demand and stopped when idle. Each
 * watched lease has at most one check, one renewal and its own actions in the queues.
 *
 * <p>A task whose thread cannot be created is submitted again until it can. So the watch over a lease ends with the
 * lease, whatever its tasks throw.
 */
class Watchdog implements AutoCloseable {

    private static final int RENEWAL_THREADS = 8;
    private static final int ACTION_THREADS = 8;
    private static final int MAX_PENDING_REPORTS = 10_000;
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration IDLE_TIMEOUT_AFTER_CLOSE = Duration.ofSeconds(1);
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(50);

    private static final SafeLogger log = new SafeLogger(Lease.class);

    private final String backend;
    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor renewals;
    private final ThreadPoolExecutor lossActions;
    private final ThreadPoolExecutor renewalActions;
    private final ThreadPoolExecutor reports;

    Watchdog(String backend) {
        this(backend, Watchdog::daemons);
    }

    /**
     * @param threads creates the thread factory for threads of the given name
     */
    Watchdog(String backend, Function<String, ThreadFactory> threads) {
        this.backend = backend;
        this.timer = new ScheduledThreadPoolExecutor(1, threads.apply("lock-watchdog-" + backend));
        timer.setRemoveOnCancelPolicy(true);
        stopWhenIdle(timer);
        this.renewals = pool(RENEWAL_THREADS, threads.apply("lock-renewal-" + backend), Integer.MAX_VALUE);
        this.lossActions = pool(ACTION_THREADS, threads.apply("lock-loss-action-" + backend), Integer.MAX_VALUE);
        this.renewalActions = pool(ACTION_THREADS, threads.apply("lock-renewal-action-" + backend), Integer.MAX_VALUE);
        this.reports = pool(1, threads.apply("lock-report-" + backend), MAX_PENDING_REPORTS);
    }

    private static ThreadPoolExecutor pool(int threads, ThreadFactory factory, int maxPending) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, 0, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(maxPending), factory);
        stopWhenIdle(pool);
        return pool;
    }

    private static void stopWhenIdle(ThreadPoolExecutor pool) {
        pool.setKeepAliveTime(IDLE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        pool.allowCoreThreadTimeOut(true);
    }

    /** Creates threads that inherit no thread-local of the holder, which may refer to the handle of its lease. */
    static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(null, task, name, 0, false);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Schedules a check of a lease. */
    Future<?> schedule(Runnable check, Duration delay) {
        return timer.schedule(check, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Executes a renewal as soon as a thread is available. Does nothing after {@link #close()}. */
    void executeRenewal(Runnable renewal) {
        execute(renewals, renewal);
    }

    /** Executes a holder's loss action as soon as a thread is available. */
    void executeLossAction(Runnable action) {
        execute(lossActions, () -> runSafely(action));
    }

    /** Executes a holder's renewal action as soon as a thread is available. Does nothing after {@link #close()}. */
    void executeRenewalAction(Runnable action) {
        execute(renewalActions, action);
    }

    /**
     * Executes a report to the log or the observer, which may block, as soon as a thread is available. Drops the report
     * if too many are pending.
     */
    void executeReport(Runnable report) {
        execute(reports, report);
    }

    private static void runSafely(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) { // a defect of the action
            log.log(Level.ERROR, "An action registered with Lease.onLoss failed", e);
        }
    }

    private void execute(ThreadPoolExecutor pool, Runnable task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            // The client is closed, so its leases are no longer renewed; or a report is dropped.
        } catch (Throwable e) { // such as an OutOfMemoryError, if no thread can be created
            var unused = schedule(() -> execute(pool, task), RETRY_INTERVAL);
        }
    }

    /** Stops renewals, but still reports the loss of leases that are watched. */
    @Override
    public void close() {
        renewals.shutdown();
        renewalActions.shutdown();
        timer.setKeepAliveTime(IDLE_TIMEOUT_AFTER_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
        lossActions.setKeepAliveTime(IDLE_TIMEOUT_AFTER_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
        reports.setKeepAliveTime(IDLE_TIMEOUT_AFTER_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
        int watched = timer.getQueue().size();
        if (watched > 0) {
            log.log(
                    Level.WARNING,
                    "The client of lock backend ''{0}'' is closed while about {1} leases are watched; they are no"
                            + " longer renewed",
                    backend,
                    watched);
        }
    }
}
