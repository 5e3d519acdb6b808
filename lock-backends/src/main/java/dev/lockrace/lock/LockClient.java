package dev.lockrace.lock;

import dev.lockrace.lock.LockObserver.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Acquires locks from one backend. Keeps the contract of this {@linkplain dev.lockrace.lock package}, whatever the
 * store. Safe for use by many threads; make one for each backend and keep it.
 *
 * <pre>{@code
 * boolean done = locks.tryRun("invoice:42", Duration.ofSeconds(15), lease -> write(invoice, lease.fencingToken()));
 * }</pre>
 *
 * runs the work if nobody else holds the lock, renews the lease meanwhile, and releases it. Who wants the lease itself
 * takes {@link #tryAcquire(String, Duration)}.
 */
public final class LockClient implements AutoCloseable {

    /** How long one request waits for the store's answer, unless told otherwise. */
    public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(2);

    private final StoreAccess store;
    private final OrphanedGrants lostGrants;
    private final Watchdog watchdog;

    /** Owner ids are unique to a call, so that no process, thread or earlier call is ever taken for another. */
    private final String clientId = UUID.randomUUID().toString();

    private final AtomicLong calls = new AtomicLong();

    private LockClient(Builder builder) {
        this.store = new StoreAccess(builder.backend, builder.observer, builder.clock, builder.requestTimeout);
        this.lostGrants = new OrphanedGrants(store);
        this.watchdog = new Watchdog(store.backendName());
    }

    /** A client with the defaults. */
    public static LockClient of(LockBackend backend) {
        return builder(backend).build();
    }

    public static Builder builder(LockBackend backend) {
        return new Builder(backend);
    }

    /** The name of the backend behind this client. */
    public String backend() {
        return store.backendName();
    }

    /** What the backend behind this client promises. */
    public Guarantees guarantees() {
        return store.backend().guarantees();
    }

    /** The longest that one request waits for the store's answer. */
    public Duration requestTimeout() {
        return store.requestTimeout();
    }

    /**
     * Asks once for the lock.
     *
     * @param timeToLive when the lease ends by itself, counted from now
     * @return the lease, or nothing when another holds the lock
     * @throws IllegalLockRequestException if the name or the time to live is outside the backend's limits
     * @throws LockStoreException if the store refused or could not be reached
     * @throws UnknownOutcomeException if the store did not answer in time; a grant that it may have made is taken back
     *     in the background
     */
    public Optional<Lease> tryAcquire(String name, Duration timeToLive) {
        LockName lockName = new LockName(name);
        checkTimeToLive(timeToLive);
        return observed(() -> ask(lockName, timeToLive, store.requestTimeout()));
    }

    /**
     * Asks for the lock until it is granted or {@code maxWait} is over. A wait of zero asks once. A wait may end a
     * little early when no answer could come in time any more.
     *
     * @param timeToLive when the lease ends by itself, counted from the request that was granted
     * @return the lease, or nothing when another held the lock all the time
     * @throws InterruptedException if the thread is or gets interrupted; heeded within one request's timeout, and no
     *     lease is left behind
     * @throws IllegalLockRequestException if name, time to live or wait is outside the limits
     * @throws LockStoreException if the store refused or could not be reached
     * @throws UnknownOutcomeException if the store did not answer in time, as above
     */
    public Optional<Lease> tryAcquire(String name, Duration timeToLive, Duration maxWait) throws InterruptedException {
        LockName lockName = new LockName(name);
        checkTimeToLive(timeToLive);
        if (maxWait.isNegative()) {
            throw new IllegalLockRequestException("A wait for a lock must not be negative, was: " + maxWait);
        }
        return observed(() -> new Poll(store, lockName, maxWait)
                .until(timeout -> ask(lockName, timeToLive, min(timeout, store.requestTimeout()))));
    }

    /**
     * Runs the work under a lease that is renewed until the work ends, if nobody else holds the lock.
     *
     * @param timeToLive how soon the lock is free when this process dies; the work may take longer
     * @return whether it ran: false when another holds the lock
     * @throws X what the work threw; the lock was released all the same
     * @throws LeaseLostException if the work ended, but its lease had ended before: another may have held the lock
     *     meanwhile. Where the work threw, this is added to that as suppressed
     * @throws LockException as {@link #tryAcquire(String, Duration)} says
     */
    public <X extends Exception> boolean tryRun(String name, Duration timeToLive, LeasedWork<X> work) throws X {
        return run(tryAcquire(name, timeToLive), Renewal.AUTOMATIC, work);
    }

    /**
     * Waits for the lock, {@code maxWait} at most, and runs the work under a lease.
     *
     * @param timeToLive how soon the lock is free when this process dies; without renewal the work must not take longer
     * @return whether it ran: false when another held the lock all the time
     * @throws X what the work threw; the lock was released all the same
     * @throws InterruptedException if the thread is or gets interrupted while it waits
     * @throws LeaseLostException as {@link #tryRun(String, Duration, LeasedWork)} says
     * @throws LockException as {@link #tryAcquire(String, Duration, Duration)} says
     */
    public <X extends Exception> boolean tryRun(
            String name, Duration timeToLive, Duration maxWait, Renewal renewal, LeasedWork<X> work)
            throws X, InterruptedException {
        return run(tryAcquire(name, timeToLive, maxWait), renewal, work);
    }

    /** Gives up the background threads, not the backend; leases that are held stay held, and are renewed no more. */
    @Override
    public void close() {
        lostGrants.close();
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
            lease.close();
            if (lease.isLost()) {
                e.addSuppressed(lost(lease));
            }
            throw e;
        }
        lease.close();
        if (lease.isLost()) {
            throw lost(lease);
        }
        return true;
    }

    private LeaseLostException lost(Lease lease) {
        return new LeaseLostException(
                "Lock %s on backend '%s' was lost before the work under it ended: another may have held it meanwhile; check what the work wrote, and let what it writes to check a fencing token"
                        .formatted(lease.name(), backend()),
                null);
    }

    private Optional<Lease> ask(LockName name, Duration timeToLive, Duration timeout) {
        String owner = clientId + "-" + calls.incrementAndGet();
        long requestedAt = store.clock().nanoTime();
        Optional<Grant> grant;
        try {
            grant = StoreAccess.uninterrupted(
                    timeout, limit -> store.backend().tryAcquire(name, owner, timeToLive, limit));
        } catch (UnknownOutcomeException e) {
            lostGrants.revoke(name, owner, timeToLive);
            throw e;
        }
        return grant.map(it -> new LeaseState(store, name, owner, it, timeToLive, requestedAt))
                .map(state -> new Lease(state, watchdog))
                .map(this::unlessTooLate);
    }

    /** An answer that took longer than the lease lasts is no lease. */
    private Lease unlessTooLate(Lease lease) {
        if (!lease.mayBeHeld()) {
            lease.close();
            throw new LockStoreException(
                    "Lock %s: backend '%s' granted it so late that it may have expired; use a longer time to live or look at why the store is slow"
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
            store.observer().acquireEnded(backend(), outcome, store.since(startedAt));
        }
    }

    private void checkTimeToLive(Duration timeToLive) {
        Guarantees limits = guarantees();
        if (timeToLive.compareTo(limits.minTimeToLive()) < 0 || timeToLive.compareTo(limits.maxTimeToLive()) > 0) {
            throw new IllegalLockRequestException("The time to live on backend '%s' must be %s to %s, was: %s"
                    .formatted(backend(), limits.minTimeToLive(), limits.maxTimeToLive(), timeToLive));
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** One way to acquire, with the checked exception that it may throw. */
    private interface Acquisition<X extends Exception> {
        Optional<Lease> run() throws X;
    }

    /** Settings of a client. */
    public static final class Builder {

        private final LockBackend backend;
        private LockObserver observer = LockObserver.NONE;
        private MonotonicClock clock = MonotonicClock.SYSTEM;
        private Duration requestTimeout = DEFAULT_REQUEST_TIMEOUT;

        private Builder(LockBackend backend) {
            this.backend = backend;
        }

        public Builder observer(LockObserver observer) {
            this.observer = observer;
            return this;
        }

        public Builder clock(MonotonicClock clock) {
            this.clock = clock;
            return this;
        }

        /**
         * How long one request waits for the store's answer.
         *
         * @throws IllegalLockRequestException if it is under a millisecond
         */
        public Builder requestTimeout(Duration requestTimeout) {
            if (requestTimeout.toMillis() < 1) {
                throw new IllegalLockRequestException(
                        "The request timeout must be at least 1 ms, was: " + requestTimeout);
            }
            this.requestTimeout = requestTimeout;
            return this;
        }

        public LockClient build() {
            return new LockClient(this);
        }
    }
}
