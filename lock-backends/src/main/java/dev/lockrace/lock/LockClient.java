package dev.lockrace.lock;

import dev.lockrace.lock.LockObserver.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A client that acquires locks from one backend and keeps the contract of this {@linkplain dev.lockrace.lock package}.
 * Safe for use by multiple threads. Create one client per backend and reuse it.
 *
 * <pre>{@code
 * boolean done = locks.tryRun("invoice:42", Duration.ofSeconds(15), lease -> write(invoice, lease.fencingToken()));
 * }</pre>
 *
 * runs the work if the lock is free, renews the lease during the work, and releases it afterwards. Use {@link
 * #tryAcquire(String, Duration)} to work with the lease itself.
 */
public final class LockClient implements AutoCloseable {

    /** The default of {@link Builder#requestTimeout(Duration)}. */
    public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration MIN_REQUEST_TIMEOUT = Duration.ofMillis(1);
    private static final Duration MAX_REQUEST_TIMEOUT = Duration.ofDays(1);

    private final StoreAccess store;
    private final Watchdog watchdog;
    private volatile boolean closed;

    /** Part of every owner id. Owner ids are unique to a call, across processes and threads. */
    private final String clientId = UUID.randomUUID().toString();

    private final AtomicLong calls = new AtomicLong();

    private LockClient(Builder builder) {
        this.store = new StoreAccess(
                builder.backend,
                new SafeObserver(builder.observer),
                builder.clock,
                builder.requestTimeout,
                new OrphanedGrants(builder.backend, builder.clock, builder.requestTimeout),
                new Waiters());
        this.watchdog = builder.watchdog == null ? new Watchdog(store.backendName()) : builder.watchdog;
    }

    /** Creates a client with default settings. */
    public static LockClient of(LockBackend backend) {
        return builder(backend).build();
    }

    /** Creates a builder with default settings. */
    public static Builder builder(LockBackend backend) {
        return new Builder(backend);
    }

    /** Returns the name of the backend. */
    public String backend() {
        return store.backendName();
    }

    /** Returns the guarantees of the backend. */
    public Guarantees guarantees() {
        return store.backend().guarantees();
    }

    /** Returns the maximum time that one request waits for the store's answer. */
    public Duration requestTimeout() {
        return store.requestTimeout();
    }

    /**
     * Tries once to acquire the lock. Does not queue behind threads of this client that wait for it.
     *
     * @param timeToLive time after which the lease expires, counted from now
     * @return the lease, or empty if another client holds the lock
     * @throws IllegalLockRequestException if the name or the time to live is outside the backend's limits
     * @throws LockStoreException if the store rejected the request or could not be reached
     * @throws UnknownOutcomeException if the store did not answer in time; a grant that it may have made is revoked in
     *     the background
     */
    public Optional<Lease> tryAcquire(String name, Duration timeToLive) {
        LockName lockName = new LockName(name);
        checkTimeToLive(lockName, timeToLive);
        return observed(() -> request(lockName, timeToLive, store.requestTimeout()));
    }

    /**
     * Tries to acquire the lock until it is granted or {@code maxWait} is over. A wait of zero tries once. A wait may
     * end slightly early, when a further request is unlikely to be answered in time. Threads of this client that wait
     * for the same lock acquire it in the order of their calls.
     *
     * @param maxWait limited to 365 days
     * @param timeToLive time after which the lease expires, counted from the request that was granted
     * @return the lease, or empty if other clients held the lock during the whole wait
     * @throws InterruptedException if the thread is interrupted before or during the wait; thrown within one request's
     *     timeout, and leaves no lease behind
     * @throws IllegalLockRequestException if the name, the time to live or the wait is outside the limits
     * @throws LockStoreException if the store rejected the request or could not be reached
     * @throws UnknownOutcomeException if the store did not answer in time; a grant that it may have made is revoked in
     *     the background
     */
    public Optional<Lease> tryAcquire(String name, Duration timeToLive, Duration maxWait) throws InterruptedException {
        LockName lockName = new LockName(name);
        checkTimeToLive(lockName, timeToLive);
        if (maxWait.isNegative()) {
            throw new IllegalLockRequestException(
                    "Lock '%s': the maximum wait must not be negative, was: %s".formatted(lockName, maxWait));
        }
        return observed(() -> new BoundedWait(
                        store,
                        lockName,
                        maxWait,
                        timeout -> request(lockName, timeToLive, min(timeout, store.requestTimeout())))
                .acquire());
    }

    /**
     * Runs the work under a lease if the lock is free. The lease is renewed until the work ends.
     *
     * @param timeToLive time after which the lock is free if this process dies; the work may take longer
     * @return whether the work ran; false if another client holds the lock
     * @throws X if the work threw it; the lock was released
     * @throws LeaseLostException if the lease ended, or may have ended, before the work did, so that another client may
     *     have held the lock. If the work threw, this exception is added to the work's as suppressed
     * @throws LockException as specified by {@link #tryAcquire(String, Duration)}
     */
    public <X extends Exception> boolean tryRun(String name, Duration timeToLive, LeasedWork<X> work) throws X {
        return run(tryAcquire(name, timeToLive), Renewal.AUTOMATIC, work);
    }

    /**
     * Waits for the lock, up to {@code maxWait}, and runs the work under a lease.
     *
     * @param timeToLive time after which the lock is free if this process dies; without renewal, the work must not take
     *     longer
     * @return whether the work ran; false if other clients held the lock during the whole wait
     * @throws X if the work threw it; the lock was released
     * @throws InterruptedException if the thread is interrupted before or during the wait
     * @throws LeaseLostException as specified by {@link #tryRun(String, Duration, LeasedWork)}
     * @throws LockException as specified by {@link #tryAcquire(String, Duration, Duration)}
     */
    public <X extends Exception> boolean tryRun(
            String name, Duration timeToLive, Duration maxWait, Renewal renewal, LeasedWork<X> work)
            throws X, InterruptedException {
        return run(tryAcquire(name, timeToLive, maxWait), renewal, work);
    }

    /**
     * Closes the client, but leaves the backend open. Further calls to acquire fail. Leases that are held can still be
     * renewed and released by their holders. They are no longer renewed automatically, but their loss is still
     * reported. Grants that the client was about to revoke are left to expire. The background threads stop once the last
     * of these leases has ended.
     */
    @Override
    public void close() {
        closed = true;
        store.orphanedGrants().close();
        watchdog.close();
    }

    private <X extends Exception> boolean run(Optional<Lease> granted, Renewal renewal, LeasedWork<X> work) throws X {
        if (granted.isEmpty()) {
            return false;
        }
        Lease lease = granted.get();
        try {
            if (renewal == Renewal.AUTOMATIC) {
                lease.renewAutomatically();
            }
            work.run(lease);
        } catch (Throwable e) {
            closeAfter(e, lease);
            throw e;
        }
        lease.close();
        if (lease.isLost()) {
            throw lost(lease);
        }
        return true;
    }

    private void closeAfter(Throwable failure, Lease lease) {
        try {
            lease.close();
        } catch (Throwable e) {
            failure.addSuppressed(e);
        }
        if (lease.isLost()) {
            failure.addSuppressed(lost(lease));
        }
    }

    private LeaseLostException lost(Lease lease) {
        return new LeaseLostException(
                ("Lock '%s' on backend '%s': the lease was lost before the work ended, and another client may have held"
                                + " the lock. Check what the work wrote, and have the resource check a fencing token.")
                        .formatted(lease.name(), backend()),
                null);
    }

    private Optional<Lease> request(LockName name, Duration timeToLive, Duration timeout) {
        if (closed) {
            throw new LockStoreException(
                    "Could not acquire lock '%s' on backend '%s': the client is closed.".formatted(name, backend()),
                    null);
        }
        String owner = clientId + "-" + calls.incrementAndGet();
        long requestedAtWall = store.clock().wallMillis();
        long requestedAt = store.clock().nanoTime();
        try {
            return StoreAccess.uninterrupted(
                            timeout, limit -> store.backend().tryAcquire(name, owner, timeToLive, limit))
                    .map(grant -> new LeaseState(store, name, owner, grant, timeToLive, requestedAt, requestedAtWall))
                    .map(state -> new Lease(state, watchdog))
                    .map(lease -> rejectedIfExpired(lease, timeout.minus(store.since(requestedAt))));
        } catch (LockStoreException | IllegalLockRequestException e) {
            throw e; // nothing was granted, or the grant was released
        } catch (Throwable e) {
            store.orphanedGrants().revoke(name, owner, timeToLive);
            throw e;
        }
    }

    /** An answer that took longer than the time to live grants nothing usable. */
    private Lease rejectedIfExpired(Lease lease, Duration timeout) {
        if (!lease.mayBeHeld()) {
            lease.drop(max(timeout, MIN_REQUEST_TIMEOUT));
            throw new LockStoreException(
                    ("Could not acquire lock '%s' on backend '%s': the grant arrived so late that it may have expired."
                                    + " Use a longer time to live, or check why the store is slow.")
                            .formatted(lease.name(), backend()),
                    null);
        }
        return lease;
    }

    private <X extends Exception> Optional<Lease> observed(Acquisition<X> acquisition) throws X {
        long startedAt = store.clock().nanoTime();
        Outcome outcome = Outcome.FAILED;
        try {
            Optional<Lease> lease = acquisition.run();
            outcome = lease.isPresent() ? Outcome.ACQUIRED : Outcome.CONTENDED;
            return lease;
        } finally {
            store.observer().acquireCompleted(backend(), outcome, store.since(startedAt));
        }
    }

    private void checkTimeToLive(LockName name, Duration timeToLive) {
        Guarantees limits = guarantees();
        if (timeToLive.compareTo(limits.minTimeToLive()) < 0 || timeToLive.compareTo(limits.maxTimeToLive()) > 0) {
            throw new IllegalLockRequestException(
                    "Lock '%s': the time to live on backend '%s' must be %s to %s, was: %s"
                            .formatted(name, backend(), limits.minTimeToLive(), limits.maxTimeToLive(), timeToLive));
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    /** A call to acquire, generic in its checked exception. */
    private interface Acquisition<X extends Exception> {
        Optional<Lease> run() throws X;
    }

    /** A builder of clients. */
    public static final class Builder {

        private final LockBackend backend;
        private LockObserver observer = LockObserver.NONE;
        private MonotonicClock clock = MonotonicClock.SYSTEM;
        private @Nullable Watchdog watchdog;
        private Duration requestTimeout = DEFAULT_REQUEST_TIMEOUT;

        private Builder(LockBackend backend) {
            this.backend = backend;
        }

        /** Sets the observer; none by default. */
        public Builder observer(LockObserver observer) {
            this.observer = observer;
            return this;
        }

        /** Sets the clock; the clock of this JVM by default. */
        public Builder clock(MonotonicClock clock) {
            this.clock = clock;
            return this;
        }

        /** Sets the threads that watch leases, for tests. */
        Builder watchdog(Watchdog watchdog) {
            this.watchdog = watchdog;
            return this;
        }

        /**
         * Sets the maximum time that one request waits for the store's answer; 2 seconds by default.
         *
         * @throws IllegalLockRequestException if it is less than a millisecond or more than a day
         */
        public Builder requestTimeout(Duration requestTimeout) {
            if (requestTimeout.compareTo(MIN_REQUEST_TIMEOUT) < 0
                    || requestTimeout.compareTo(MAX_REQUEST_TIMEOUT) > 0) {
                throw new IllegalLockRequestException(
                        "The request timeout must be 1 ms to 1 day, was: " + requestTimeout);
            }
            this.requestTimeout = requestTimeout;
            return this;
        }

        /** Builds the client. */
        public LockClient build() {
            return new LockClient(this);
        }
    }
}
