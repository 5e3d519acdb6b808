package dev.lockrace.lock;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Revocation of orphaned grants (clause L5): those whose answer was lost, and those whose release failed. A query that
 * the store does not answer is repeated with increasing backoff until the grant's time to live is over. Uses one daemon
 * thread, started on demand, and bounded memory.
 */
final class OrphanedGrants implements AutoCloseable {

    /** A request to acquire may reach the store after its caller has timed out, so one answer is not enough. */
    static final int MAX_ANSWERS = 4;

    static final int MAX_PENDING = 10_000;

    private static final Duration INITIAL_BACKOFF = Duration.ofMillis(100);
    private static final Duration MAX_BACKOFF_AFTER_FAILURE = Duration.ofSeconds(5);
    private static final int BACKOFF_FACTOR = 4;

    private static final SafeLogger log = new SafeLogger(OrphanedGrants.class);

    private final LockBackend backend;
    private final MonotonicClock clock;
    private final Duration requestTimeout;
    private final ScheduledThreadPoolExecutor executor;

    OrphanedGrants(LockBackend backend, MonotonicClock clock, Duration requestTimeout) {
        this.backend = backend;
        this.clock = clock;
        this.requestTimeout = requestTimeout;
        this.executor = new ScheduledThreadPoolExecutor(1, Watchdog.daemons("lock-orphaned-grants-" + backend.name()));
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Revokes in the background the grant that the store may have made, or may still make. Never throws. */
    void revoke(LockName name, String owner, Duration timeToLive) {
        schedule(
                new Orphan(
                        name, timeToLive, MAX_ANSWERS, timeout -> backend.revoke(name, owner, timeout), revoked -> {}),
                Duration.ZERO);
    }

    /**
     * Releases in the background a lease whose release failed. Never throws.
     *
     * @param request sends one request to release the lease; the argument is its timeout
     * @param onAnswer receives the store's answer
     */
    void release(LockName name, Duration timeToLive, Function<Duration, Boolean> request, Consumer<Boolean> onAnswer) {
        schedule(new Orphan(name, timeToLive, 1, request, onAnswer), Duration.ZERO);
    }

    private void schedule(Orphan orphan, Duration delay) {
        try {
            if (executor.getQueue().size() < MAX_PENDING) {
                var unused = executor.schedule(orphan, delay.toNanos(), TimeUnit.NANOSECONDS);
            } else {
                log.log(
                        Level.WARNING,
                        "Lock ''{0}'': an orphaned grant is left to expire, because {1} others are pending",
                        orphan.name,
                        MAX_PENDING);
            }
        } catch (RejectedExecutionException e) {
            log.log(
                    Level.WARNING,
                    "Lock ''{0}'': an orphaned grant is left to expire, because the client is closed",
                    orphan.name);
        } catch (Throwable e) { // such as an OutOfMemoryError; a task that was queued runs once there is a thread
            log.log(Level.ERROR, "Lock '" + orphan.name + "': an orphaned grant may be left to expire", e);
        }
    }

    @Override
    public void close() {
        int pending = executor.shutdownNow().size();
        if (pending > 0) {
            log.log(
                    Level.WARNING,
                    "The client of lock backend ''{0}'' is closed; {1} orphaned grants are left to expire",
                    backend.name(),
                    pending);
        }
    }

    /** The search for one grant. Its state is used by one thread at a time. */
    private final class Orphan implements Runnable {

        private final LockName name;
        private final Duration timeToLive;
        private final long orphanedAt = clock.nanoTime();
        private final Function<Duration, Boolean> request;
        private final Consumer<Boolean> onAnswer;
        private int answersLeft;
        private Duration backoffAfterAnswer = INITIAL_BACKOFF;
        private Duration backoffAfterFailure = INITIAL_BACKOFF;

        private Orphan(
                LockName name,
                Duration timeToLive,
                int answers,
                Function<Duration, Boolean> request,
                Consumer<Boolean> onAnswer) {
            this.name = name;
            this.timeToLive = timeToLive;
            this.answersLeft = answers;
            this.request = request;
            this.onAnswer = onAnswer;
        }

        @Override
        public void run() {
            if (Duration.ofNanos(clock.nanoTime() - orphanedAt).compareTo(timeToLive) > 0) {
                return;
            }
            boolean revoked;
            try {
                revoked = request.apply(requestTimeout);
            } catch (Throwable e) {
                log.log(Level.DEBUG, "Lock '" + name + "': an attempt to revoke an orphaned grant failed", e);
                Duration backoff = backoffAfterFailure;
                backoffAfterFailure = min(backoff.multipliedBy(2), MAX_BACKOFF_AFTER_FAILURE);
                schedule(this, backoff);
                return;
            }
            answered(revoked);
        }

        private void answered(boolean revoked) {
            onAnswer.accept(revoked);
            answersLeft--;
            if (revoked) {
                log.log(Level.INFO, "Lock ''{0}'': revoked an orphaned grant", name);
            } else if (answersLeft > 0) {
                Duration backoff = backoffAfterAnswer;
                backoffAfterAnswer = backoff.multipliedBy(BACKOFF_FACTOR);
                schedule(this, backoff);
            }
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
