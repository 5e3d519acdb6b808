package dev.lockrace.conformance.clause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.conformance.fixture.LockFixture;
import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.UnknownOutcomeException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The resources of one test: independent clients, a unique lock name, and threads. All waits are bounded. */
public final class Contest implements AutoCloseable {

    /** A time to live that does not end during a test. */
    public static final Duration LONG = Duration.ofMinutes(2);

    /** The default timeout of one request. */
    public static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    /** Tolerance for a busy machine, added to the bounds that a backend declares. */
    public static final Duration SLACK = Duration.ofMillis(1_500);

    /** How soon a client must reconnect to a store that is available again. */
    public static final Duration RECOVERY_TIMEOUT = Duration.ofSeconds(15);

    private static final Duration TASK_TIMEOUT = Duration.ofSeconds(45);

    private final LockFixture fixture;
    private final String name = "conformance-" + UUID.randomUUID();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    public Contest(LockFixture fixture) {
        this.fixture = fixture;
    }

    /** Returns the lock name of this test. */
    public String name() {
        return name;
    }

    public LockName lockName() {
        return new LockName(name);
    }

    /** Returns a request for the lock of this test. */
    public LockRequest request(Duration timeToLive) {
        return LockRequest.of(name).timeToLive(timeToLive);
    }

    /** Creates a unique owner id. */
    public static String newOwner() {
        return UUID.randomUUID().toString();
    }

    /** Creates an independent backend, for requests that {@link LockClient} would not send. */
    public LockBackend backend() {
        return closeAfterTest(fixture.newBackend());
    }

    /** Creates an independent client that has reached the store once. */
    public LockClient client() {
        return client(backend(), REQUEST_TIMEOUT);
    }

    /** Creates a client that has reached the store once, so that its next request includes no connection set-up. */
    public LockClient client(LockBackend backend, Duration requestTimeout) {
        LockClient client = closeAfterTest(
                LockClient.builder(backend).requestTimeout(requestTimeout).build());
        warmUp(client);
        return client;
    }

    /** Makes the client reach the store, after an outage too. Its connection is then open and was just used. */
    public void warmUp(LockClient client) {
        Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .atMost(RECOVERY_TIMEOUT)
                .ignoreExceptionsInstanceOf(LockException.class)
                .until(() -> {
                    String unused = name + ":warm-up:" + System.nanoTime();
                    return client.tryAcquire(LockRequest.of(unused).timeToLive(LONG))
                            .map(Lease::release)
                            .orElse(false);
                });
    }

    public List<LockClient> clients(int number) {
        List<LockClient> clients = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            clients.add(client());
        }
        return clients;
    }

    /** Registers a resource to be closed after the test. Resources are closed in reverse order. */
    public <T extends AutoCloseable> T closeAfterTest(T resource) {
        resources.push(resource);
        return resource;
    }

    public Guarantees guarantees() {
        return backend().guarantees();
    }

    /** Returns a short time to live, for leases that expire during the test. */
    public static Duration shortTimeToLive(Guarantees guarantees) {
        return max(Duration.ofMillis(500), guarantees.minTimeToLive());
    }

    /** Returns a time to live for renewed leases. A third of it is long enough for a renewal on a busy machine. */
    public static Duration renewedTimeToLive(Guarantees guarantees) {
        return max(Duration.ofSeconds(2), guarantees.minTimeToLive());
    }

    static Duration max(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? b : a;
    }

    /** Returns how long a lease may still be held after its last renewal, at most. */
    public static Duration maxLeaseDuration(Guarantees guarantees, Duration timeToLive) {
        return timeToLive.plus(guarantees.maxOverrun()).plus(SLACK);
    }

    /**
     * Acquires a lease. Repeats a request whose grant arrives too late for a short time to live, as may happen on a busy
     * machine.
     */
    public static Lease acquireInTime(LockClient client, LockRequest request) {
        return Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .atMost(RECOVERY_TIMEOUT)
                .ignoreExceptionsInstanceOf(LockStoreException.class)
                .until(() -> client.tryAcquire(request), Optional::isPresent)
                .orElseThrow();
    }

    /** Acquires the lock with another client once its lease, which has the given time to live, has expired. */
    public Lease acquireAfterExpiry(Duration timeToLive) throws InterruptedException {
        return acquireAfterExpiry(name, timeToLive);
    }

    public Lease acquireAfterExpiry(String name, Duration timeToLive) throws InterruptedException {
        LockClient successor = client();
        Duration maxWait = maxLeaseDuration(successor.guarantees(), timeToLive).plus(SLACK);
        Optional<Lease> lease = successor.tryAcquire(LockRequest.of(name).timeToLive(LONG), maxWait);
        assertThat(lease).as("successor's lease after expiry").isPresent();
        return lease.orElseThrow();
    }

    /** Fails unless the lock is contended for another client. */
    public void assertHeld() {
        assertThat(client().tryAcquire(request(LONG)))
                .as("another client's attempt while the lock is held")
                .isEmpty();
    }

    /**
     * Lets a client wait for the held lock until its wait ends without a lease. Repeats a wait whose last request was not
     * answered in time, as may happen on a busy machine.
     */
    public void waitInVain(LockClient client, Duration maxWait) {
        Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .atMost(RECOVERY_TIMEOUT)
                .ignoreExceptionsInstanceOf(UnknownOutcomeException.class)
                .untilAsserted(() -> assertThat(client.tryAcquire(request(LONG), maxWait))
                        .as("lease of a held lock")
                        .isEmpty());
    }

    /** Fails if the other client acquires the lock within the given time. */
    public void assertHeldFor(Duration time, LockClient other) {
        long startedAt = System.nanoTime();
        Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .atMost(time.plus(SLACK).plus(REQUEST_TIMEOUT))
                .until(() -> {
                    assertThat(other.tryAcquire(request(LONG)))
                            .as("another client's attempt after %s", elapsedSince(startedAt))
                            .isEmpty();
                    return elapsedSince(startedAt).compareTo(time) > 0;
                });
    }

    /** Waits for the condition up to the limit. Returns whether it became true. */
    public static boolean await(Duration limit, BooleanSupplier condition) {
        try {
            Awaitility.await()
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .atMost(limit)
                    .until(condition::getAsBoolean);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    /** Fails unless another client acquires the lock immediately. Releases it. */
    public void assertFree() {
        Optional<Lease> lease = client().tryAcquire(request(LONG));
        assertThat(lease).as("another client's lease of the free lock").isPresent();
        assertThat(lease.orElseThrow().release()).as("its release").isTrue();
    }

    /** Fails unless another client acquires the lock within the limit. Releases it. */
    public void assertFreeWithin(Duration limit) {
        LockClient other = client();
        Awaitility.await()
                .atMost(limit)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> {
                    Optional<Lease> lease = other.tryAcquire(request(LONG));
                    assertThat(lease).as("another client's lease").isPresent();
                    lease.orElseThrow().release();
                });
    }

    /** Runs all tasks at the same time, each on its own thread. */
    public <T> List<T> inParallel(Collection<? extends Callable<T>> tasks) {
        CyclicBarrier start = new CyclicBarrier(tasks.size());
        List<Future<T>> running = tasks.stream()
                .map(task -> inBackground(() -> {
                    start.await(TASK_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
                    return task.call();
                }))
                .toList();
        return running.stream().map(Contest::result).toList();
    }

    public <T> Future<T> inBackground(Callable<T> task) {
        return threads.submit(task);
    }

    /** Returns the task's result. Fails the test if the task failed. */
    public static <T> T result(Future<T> task) {
        try {
            return task.get(TASK_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("A task of the test failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("A task of the test did not end within " + TASK_TIMEOUT, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("The test was interrupted", e);
        }
    }

    /** Sleeps, where there is no condition to poll. */
    public static void sleep(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plus(SLACK)).until(() -> true);
    }

    public static Duration elapsedSince(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    @Override
    public void close() throws Exception {
        threads.shutdownNow();
        while (!resources.isEmpty()) {
            resources.pop().close();
        }
    }
}
