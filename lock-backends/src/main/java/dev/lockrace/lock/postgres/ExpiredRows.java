package dev.lockrace.lock.postgres;

import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockName;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The background deletion of long-expired rows, so that names used once do not accumulate. It runs every ten seconds
 * while locks are granted.
 *
 * <p>A row is kept for far longer than any statement runs. If a row is deleted while an acquire waits for it, the
 * acquire inserts what it computed before the wait: an outdated token, and a lease that has partly elapsed.
 */
final class ExpiredRows implements AutoCloseable {

    private static final System.Logger log = System.getLogger(ExpiredRows.class.getName());

    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** Stands for all expired rows in error messages. */
    private static final LockName ALL = new LockName("(expired rows)");

    private static final int BATCH_SIZE = 1_000;

    /** Limits one run; the next run deletes the remaining rows. */
    private static final int MAX_BATCHES = 1_000;

    private static final String DELETE = """
            delete from lockrace_lease where name = any(array(
                select name from lockrace_lease
                where greatest(ends_at, awaited_until) < clock_timestamp() - interval '1 minute'
                limit ? for update skip locked))
            """;

    private final LockStatements statements;
    private final AtomicLong nextRun = new AtomicLong(System.nanoTime() + INTERVAL.toNanos());
    private final ThreadPoolExecutor executor;

    ExpiredRows(LockStatements statements) {
        this.statements = statements;
        this.executor = new ThreadPoolExecutor(
                1, 1, INTERVAL.toSeconds() * 3, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "lock-expired-rows");
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
    }

    /** Starts a run if one is due. Costs next to nothing otherwise. */
    void deleteInBackgroundWhenDue() {
        long due = nextRun.get();
        long now = System.nanoTime();
        if (now - due >= 0 && nextRun.compareAndSet(due, now + INTERVAL.toNanos())) {
            try {
                executor.execute(this::delete);
            } catch (RejectedExecutionException | OutOfMemoryError e) {
                log.log(
                        Level.DEBUG,
                        "Expired rows are not deleted: {0}",
                        e.getMessage()); // no reason to fail the grant
            }
        }
    }

    private void delete() {
        try {
            for (int batch = 0; batch < MAX_BATCHES && deleteBatch() == BATCH_SIZE; batch++) {
                log.log(Level.DEBUG, "Deleted {0} expired rows", BATCH_SIZE);
            }
        } catch (LockException e) {
            log.log(Level.DEBUG, "Could not delete expired rows; the next run will try again", e);
        }
    }

    private int deleteBatch() {
        return statements.update("delete", ALL, TIMEOUT, DELETE, statement -> statement.setInt(1, BATCH_SIZE));
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
