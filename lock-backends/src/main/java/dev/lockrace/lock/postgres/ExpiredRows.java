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
 * Deletes rows that have been free for long, so that names used once don't pile up: in the background, every ten
 * seconds as long as locks are granted.
 *
 * <p>A row must have been free for far longer than any statement runs: a try that waits for a row which is then deleted
 * inserts what it computed before the wait, an older token and a lease born old.
 */
final class ExpiredRows implements AutoCloseable {

    private static final System.Logger log = System.getLogger(ExpiredRows.class.getName());

    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final LockName ALL = new LockName("(free ones)");
    private static final int BATCH = 1_000;

    /** For each run: what is left is for the next. */
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
                    Thread thread = new Thread(task, "lock-free-rows");
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
    }

    /** Costs next to nothing when it is not due. */
    void deleteInBackgroundWhenDue() {
        long due = nextRun.get();
        long now = System.nanoTime();
        if (now - due >= 0 && nextRun.compareAndSet(due, now + INTERVAL.toNanos())) {
            try {
                executor.execute(this::delete);
            } catch (RejectedExecutionException e) {
                log.log(Level.DEBUG, "Free rows stay: the backend is closed");
            }
        }
    }

    private void delete() {
        try {
            for (int batch = 0; batch < MAX_BATCHES && deleteBatch() == BATCH; batch++) {
                log.log(Level.DEBUG, "Deleted {0} rows of free locks", BATCH);
            }
        } catch (LockException e) {
            log.log(Level.DEBUG, "Free rows stay for now", e);
        }
    }

    private int deleteBatch() {
        return statements.run("delete", ALL, TIMEOUT, DELETE, statement -> {
            statement.setInt(1, BATCH);
            return statement.executeUpdate();
        });
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
