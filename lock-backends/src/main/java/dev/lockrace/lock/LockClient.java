package dev.lockrace.lock;

import dev.lockrace.lock.LockObserver.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A client that acquires locks from one backend and keeps the contract of this {@linkplain dev.lockrace.lock package}.
 * Safe for use by multiple threads. Create one client per backend and reuse it.
 *
 * <pre>{@code
 * LockRequest invoice = LockRequest.of("invoice:42").timeToLive(Duration.ofSeconds(15));
 * boolean done = locks.tryRun(invoice, lease -> write(42, lease.fencingToken()));
 * }</pre>
 *
 * runs the work if the lock is free, renews the lease during the work, and releases it afterwards. {@link #tryCall}
 * returns the value of the work. Use {@link #tryAcquire(LockRequest)} to work with the lease itself. A method with a
 * maximum wait waits for the lock; the others try once and never block for longer than one request.
 */
public final class LockClient implements AutoCloseable {

    /** The default of {@link Builder#requestTimeout(Duration)}. */
    public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration MIN_REQUEST_TIMEOUT = Duration.ofMillis(1);
    private static final Duration MAX_REQUEST_TIMEOUT = Duration.ofDays(1);

    private final StoreAccess store;
    private final Watchdog watchdog;
    private final boolean ownsBackend;
    private final ReleaseTiming releaseTiming;
    private final AtomicBoolean closed;

    /** Part of every owner id. Owner ids are unique to a call, across processes and threads. */
    private final String clientId;

    private final AtomicLong calls;

    private LockClient(Builder builder) {
        this.ownsBackend = builder.ownsBackend;
        this.store = new StoreAccess(
                builder.backend,
                new SafeObserver(builder.observer),
                builder.clock,
                builder.requestTimeout,
                new OrphanedGrants(builder.backend, builder.clock, builder.requestTimeout),
                new Waiters());
        this.watchdog = builder.watchdog == null ? new Watchdog(store.backendName()) : builder.watchdog;
        this.releaseTiming = ReleaseTiming.AFTER_WORK;
        this.closed = new AtomicBoolean();
        this.clientId = UUID.randomUUID().toString();
        this.calls = new AtomicLong();
    }

    private LockClient(LockClient other, ReleaseTiming releaseTiming) {
        this.ownsBackend = other.ownsBackend;
        this.store = other.store;
        this.watchdog = other.watchdog;
        this.releaseTiming = releaseTiming;
        this.closed = other.closed;
        this.clientId = other.clientId;
        this.calls = other.calls;
    }

    /**
     * Creates a client with default settings, for a backend that other clients use too. The caller closes the backend,
     * after the client.
     */
    public static LockClient of(LockBackend backend) {
        return builder(backend).build();
    }

    /**
     * Creates a client with default settings that owns the backend: closing the client closes the backend.
     *
     * <pre>{@code
     * LockClient locks = LockClient.owning(RedisLockBackend.connect("redis://localhost:6379"));
     * }</pre>
     */
    public static LockClient owning(LockBackend backend) {
        return builder(backend).ownsBackend().build();
    }

    /** Creates a builder with default settings. */
    public static Builder builder(LockBackend backend) {
        return new Builder(backend);
    }

    /**
     * Returns a client that releases locks at another time: those under which it has run work, by {@link #tryRun}, {@link
     * #tryCall} or {@link #tryRunAll}. It does not affect leases that are acquired by hand. Until the release, a lock
     * stays contended, for this client too, and its lease is renewed.
     *
     * <p>The two clients are one in everything else: closing one closes both.
     *
     * @param timing {@link ReleaseTiming#AFTER_WORK} by default
     */
    @CheckReturnValue
    public LockClient withReleaseTiming(ReleaseTiming timing) {
        return new LockClient(this, timing);
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
     * Tries once to acquire the lock. The lease is <em>not renewed</em>: it expires after its time to live, unless {@link
     * Lease#renewAutomatically()} or {@link Lease#renew()} is called. Does not queue behind threads of this client that
     * wait for the lock.
     *
     * @return the lease, or empty if another client holds the lock
     * @throws IllegalLockRequestException if the time to live is outside the backend's limits
     * @throws LockStoreException if the store rejected the request or could not be reached
     * @throws UnknownOutcomeException if the store did not answer in time; a grant that it may have made is revoked in
     *     the background
     */
    @CheckReturnValue
    public Optional<Lease> tryAcquire(LockRequest request) {
        checkTimeToLive(request);
        return observed(() -> send(request, store.requestTimeout()));
    }

    /**
     * Tries to acquire the lock until it is granted or {@code maxWait} is over. The lease is <em>not renewed</em>, as
     * specified by {@link #tryAcquire(LockRequest)}. A wait of zero tries once. A wait may end slightly early, when a
     * further request is unlikely to be answered in time. Threads of this client that wait for the same lock acquire it
     * in the order of their calls.
     *
     * @param maxWait limited to 365 days; the time to live counts from the request that was granted
     * @return the lease, or empty if other clients held the lock during the whole wait
     * @throws InterruptedException if the thread is interrupted before or during the wait; thrown within one request's
     *     timeout, and leaves no lease behind
     * @throws IllegalLockRequestException if the time to live or the wait is outside the limits
     * @throws LockStoreException if the store rejected the request or could not be reached
     * @throws UnknownOutcomeException if the store did not answer in time; a grant that it may have made is revoked in
     *     the background
     */
    @CheckReturnValue
    public Optional<Lease> tryAcquire(LockRequest request, Duration maxWait) throws InterruptedException {
        checkTimeToLive(request);
        checkWait("Lock '%s'".formatted(request.name()), maxWait);
        return acquireWithin(request, maxWait);
    }

    /**
     * Runs the work under a lease if the lock is free. The lease is renewed until the work ends, or until the request's
     * {@linkplain LockRequest#maxHold(Duration) maximum hold} is over.
     *
     * @return whether the work ran; false if another client holds the lock
     * @throws X if the work threw it; the lock was released
     * @throws LeaseLostException if the lease ended, or may have ended, before the work did, so that another client may
     *     have held the lock. If the work threw, this exception is added to the work's as suppressed
     * @throws LockException as specified by {@link #tryAcquire(LockRequest)}
     */
    public <X extends Exception> boolean tryRun(LockRequest request, LeasedWork<X> work) throws X {
        return call(tryAcquire(request), returningTrue(work)).isPresent();
    }

    /**
     * Waits for the lock, up to {@code maxWait}, and runs the work like {@link #tryRun(LockRequest, LeasedWork)}.
     *
     * @return whether the work ran; false if other clients held the lock during the whole wait
     * @throws X if the work threw it; the lock was released
     * @throws InterruptedException if the thread is interrupted before or during the wait
     * @throws LeaseLostException as specified by {@link #tryRun(LockRequest, LeasedWork)}
     * @throws LockException as specified by {@link #tryAcquire(LockRequest, Duration)}
     */
    public <X extends Exception> boolean tryRun(LockRequest request, Duration maxWait, LeasedWork<X> work)
            throws X, InterruptedException {
        return call(tryAcquire(request, maxWait), returningTrue(work)).isPresent();
    }

    /**
     * Runs the work like {@link #tryRun(LockRequest, LeasedWork)}, and returns its value.
     *
     * @return the value of the work, or empty if another client holds the lock
     * @throws X if the work threw it; the lock was released
     * @throws NullPointerException if the work returned null; the lock was released
     * @throws LeaseLostException as specified by {@link #tryRun(LockRequest, LeasedWork)}; the value is dropped
     * @throws LockException as specified by {@link #tryAcquire(LockRequest)}
     */
    @CheckReturnValue
    public <T, X extends Exception> Optional<T> tryCall(LockRequest request, LeasedCall<T, X> work) throws X {
        return call(tryAcquire(request), work);
    }

    /**
     * Waits for the lock, up to {@code maxWait}, and runs the work like {@link #tryCall(LockRequest, LeasedCall)}.
     *
     * @return the value of the work, or empty if other clients held the lock during the whole wait
     * @throws X if the work threw it; the lock was released
     * @throws InterruptedException if the thread is interrupted before or during the wait
     * @throws NullPointerException if the work returned null; the lock was released
     * @throws LeaseLostException as specified by {@link #tryRun(LockRequest, LeasedWork)}; the value is dropped
     * @throws LockException as specified by {@link #tryAcquire(LockRequest, Duration)}
     */
    @CheckReturnValue
    public <T, X extends Exception> Optional<T> tryCall(LockRequest request, Duration maxWait, LeasedCall<T, X> work)
            throws X, InterruptedException {
        return call(tryAcquire(request, maxWait), work);
    }

    /**
     * Acquires several locks, all or none, and runs the work under their leases. The locks are acquired in the order of
     * their names, whatever the order of the requests, so that two clients never wait for each other. Each lease is
     * renewed from its grant until the work ends.
     *
     * @param requests at least one, each for another name
     * @param maxWait the limit for all locks together; zero tries each of them once
     * @return whether the work ran; false if one of the locks was held by other clients until the end of the wait. The
     *     leases on the other locks were then released, without their minimum hold
     * @throws X if the work threw it; the locks were released
     * @throws InterruptedException if the thread is interrupted before or during the wait
     * @throws IllegalLockRequestException if there is no request, if two requests have the same name, or as specified by
     *     {@link #tryAcquire(LockRequest, Duration)}; no lock was acquired
     * @throws LeaseLostException if one of the leases ended, or may have ended, before the work did
     * @throws LockException as specified by {@link #tryAcquire(LockRequest, Duration)}, or if a lease ended while the
     *     other locks were awaited; no lease is left behind
     */
    public <X extends Exception> boolean tryRunAll(
            List<LockRequest> requests, Duration maxWait, LeasedWork.OfAll<X> work) throws X, InterruptedException {
        LockGroup group = new LockGroup(requests, store.clock(), store.requestTimeout(), this::acquireWithin);
        requests.forEach(this::checkTimeToLive);
        checkWait("Locks " + requests, maxWait);
        Optional<List<Lease>> leases = group.acquire(maxWait);
        if (leases.isEmpty()) {
            return false;
        }
        return LeasedRun.run(leases.get(), releaseTiming, () -> {
            work.run(group.inOrderOfRequests(leases.get()));
            return true;
        });
    }

    /**
     * Closes the client, and the backend if the client {@linkplain #owning owns} it. Further calls to acquire fail.
     *
     * <p>A backend that the client does not own stays open. Leases that are held can then still be renewed and released
     * by their holders. They are no longer renewed automatically, but their loss is still reported. Grants that the
     * client was about to revoke are left to expire. The background threads stop once the last of these leases has
     * ended. If the backend is closed too, the leases expire.
     */
    @Override
    public void close() {
        closed.set(true);
        store.orphanedGrants().close();
        watchdog.close();
        if (ownsBackend) {
            store.backend().close();
        }
    }

    private static <X extends Exception> LeasedCall<Boolean, X> returningTrue(LeasedWork<X> work) {
        return lease -> {
            work.run(lease);
            return true;
        };
    }

    private <T, X extends Exception> Optional<T> call(Optional<Lease> granted, LeasedCall<T, X> work) throws X {
        if (granted.isEmpty()) {
            return Optional.empty();
        }
        Lease lease = granted.get();
        T value = LeasedRun.run(List.of(lease), releaseTiming, () -> work.call(lease));
        return Optional.of(Objects.requireNonNull(
                value, () -> "Lock '%s': the work must not return null".formatted(lease.name())));
    }

    private Optional<Lease> acquireWithin(LockRequest request, Duration maxWait) throws InterruptedException {
        return observed(() -> new BoundedWait(
                        store, request.name(), maxWait, timeout -> send(request, min(timeout, store.requestTimeout())))
                .acquire());
    }

    private Optional<Lease> send(LockRequest request, Duration timeout) {
        LockName name = request.name();
        if (closed.get()) {
            throw new LockStoreException(
                    "Could not acquire lock '%s' on backend '%s': the client is closed.".formatted(name, backend()),
                    null);
        }
        String owner = clientId + "-" + calls.incrementAndGet();
        long requestedAtWall = store.clock().wallMillis();
        long requestedAt = store.clock().nanoTime();
        try {
            return StoreAccess.uninterrupted(
                            timeout, limit -> store.backend().tryAcquire(name, owner, request.timeToLive(), limit))
                    .map(grant -> new LeaseState(store, request, owner, grant, requestedAt, requestedAtWall))
                    .map(state -> new Lease(state, watchdog))
                    .map(lease -> rejectedIfExpired(lease, timeout.minus(store.since(requestedAt))));
        } catch (LockStoreException | IllegalLockRequestException e) {
            throw e; // nothing was granted, or the grant was released
        } catch (Throwable e) {
            store.orphanedGrants().revoke(name, owner, request.timeToLive());
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

    private void checkTimeToLive(LockRequest request) {
        store.checkTimeToLive(request.name(), request.timeToLive());
    }

    private static void checkWait(String subject, Duration maxWait) {
        if (maxWait.isNegative()) {
            throw new IllegalLockRequestException(
                    "%s: the maximum wait must not be negative, was: %s".formatted(subject, maxWait));
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
        private boolean ownsBackend;

        private Builder(LockBackend backend) {
            this.backend = backend;
        }

        /** Makes the client close the backend when it is closed. By default, the caller closes the backend. */
        public Builder ownsBackend() {
            this.ownsBackend = true;
            return this;
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
