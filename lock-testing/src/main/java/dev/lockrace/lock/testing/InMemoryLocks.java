package dev.lockrace.lock.testing;

import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Locks in memory for the tests of an application. They keep the contract of {@link dev.lockrace.lock} inside of this
 * JVM, with fencing tokens. A test makes a lock contended, takes a lease away, advances the clock, or stops the store:
 *
 * <pre>{@code
 * InMemoryLocks locks = new InMemoryLocks();
 * Invoices invoices = new Invoices(locks.client());
 * Lease other = locks.holdByAnotherClient("invoice:42");
 * assertThat(invoices.create(42)).isFalse();
 * }</pre>
 *
 * Safe for use by multiple threads. {@link LocksExtension} creates one for each test.
 */
public final class InMemoryLocks implements AutoCloseable {

    /** The time to live of {@link #holdByAnotherClient}: longer than any test advances the clock. */
    private static final Duration LONG = Duration.ofDays(365);

    /** Beyond the end of a lease, since the wall clock counts whole milliseconds. */
    private static final Duration WALL_CLOCK_RESOLUTION = Duration.ofMillis(2);

    private final TestClock clock = new TestClock();
    private final InMemoryLockBackend backend = new InMemoryLockBackend(clock);
    private final List<LockClient> clients = new CopyOnWriteArrayList<>();
    private final LockClient client = newClient();
    private final LockClient another = newClient();

    /** Creates locks that are all free. */
    public InMemoryLocks() {}

    /** Returns the client for the application under test, the same at each call. */
    public LockClient client() {
        return client;
    }

    /** Creates a further client of the same locks, such as that of a second instance of the application. */
    public LockClient newClient() {
        LockClient created = builder().build();
        clients.add(created);
        return created;
    }

    /**
     * Creates a builder for a client of the same locks with other settings, such as an observer. The caller closes the
     * client.
     */
    public LockClient.Builder builder() {
        return LockClient.builder(backend).clock(clock);
    }

    /** Returns the store, whose name is {@code in-memory}, for code that creates its own clients. */
    public LockBackend backend() {
        return backend;
    }

    /** Returns the clock of the store and its clients. */
    public TestClock clock() {
        return clock;
    }

    /**
     * Acquires a lock for another client, so that it is contended until the lease is released.
     *
     * @throws IllegalStateException if the lock is held
     */
    public Lease holdByAnotherClient(String name) {
        return another.tryAcquire(LockRequest.of(name).timeToLive(LONG))
                .orElseThrow(() -> new IllegalStateException(
                        "Another client cannot hold lock '%s': it is held already".formatted(name)));
    }

    /**
     * Takes a lease away from its holder, as an eviction, a failover or an operator does. The store no longer knows it, so
     * the lock is free. {@link Lease#mayBeHeld()} is false at once, and {@link Lease#onLoss} actions and interrupts of a
     * lease that is watched follow within about a second. For this purpose the wall clock is {@linkplain
     * TestClock#suspend advanced} past the end of the lease.
     *
     * @throws IllegalStateException if the lock is free
     */
    public void lose(String name) {
        Duration left = backend.end(new LockName(name))
                .orElseThrow(() -> new IllegalStateException("Lock '%s' is not held".formatted(name)));
        clock.suspend(left.plus(WALL_CLOCK_RESOLUTION));
    }

    /** Returns the names of the locks that are held. */
    public Set<String> held() {
        return backend.held();
    }

    /** Sets how the store answers requests from now on; {@link StoreMode#AVAILABLE} at first. */
    public void setStoreMode(StoreMode mode) {
        backend.setMode(mode);
    }

    /** Closes the clients, except for those of {@link #builder()}. */
    @Override
    public void close() {
        clients.forEach(LockClient::close);
    }
}
