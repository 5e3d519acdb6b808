package dev.lockrace.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockName;
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

/**
 * What one test needs: independent clients, a lock name that no other test uses, and threads. Nothing in it waits
 * without a bound.
 */
final class Contest implements AutoCloseable {

    /** A time to live that does not end within a test. */
    static final Duration LONG = Duration.ofMinutes(2);

    /** How long one request of a test may take. */
    static final Duration REQUEST = Duration.ofSeconds(5);

    /** Beyond what is promised, for a machine that is busy with something else. */
    static final Duration SLACK = Duration.ofMillis(1_500);

    /** How soon a client has to find a store that is back. */
    static final Duration RECOVERY = Duration.ofSeconds(15);

    private static final Duration TASK = Duration.ofSeconds(45);

    private final LockFixture fixture;
    private final String name = "conformance-" + UUID.randomUUID();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    Contest(LockFixture fixture) {
        this.fixture = fixture;
    }

    /** This test's lock name. */
    String name() {
        return name;
    }

    LockName lockName() {
        return new LockName(name);
    }

    /** An owner id that nobody had before. */
    static String newOwner() {
        return UUID.randomUUID().toString();
    }

    /** A new independent client, below the library's common part. */
    LockBackend backend() {
        return closedAtTheEnd(fixture.newBackend());
    }

    /** A new independent client, which has reached the store once. */
    LockClient client() {
        return client(backend(), REQUEST);
    }

    /** A client which has reached the store once, so that what it is asked next takes no longer than it has to. */
    LockClient client(LockBackend backend, Duration requestTimeout) {
        LockClient client = closedAtTheEnd(
                LockClient.builder(backend).requestTimeout(requestTimeout).build());
        warmUp(client);
        return client;
    }

    /** Has the client reach the store, again after an outage: its connection is open then, and was just in use. */
    void warmUp(LockClient client) {
        Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .atMost(RECOVERY)
                .ignoreExceptionsInstanceOf(LockException.class)
                .until(() -> {
                    String unused = name + ":warm-up:" + System.nanoTime();
                    return client.tryAcquire(unused, LONG).map(Lease::release).orElse(false);
                });
    }

    List<LockClient> clients(int number) {
        List<LockClient> clients = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            clients.add(client());
        }
        return clients;
    }

    <T extends AutoCloseable> T closedAtTheEnd(T resource) {
        opened.push(resource);
        return resource;
    }

    Guarantees guarantees() {
        return backend().guarantees();
    }

    /** A short time to live, for leases that shall end within the test. */
    static Duration shortTimeToLive(Guarantees guarantees) {
        Duration brief = Duration.ofMillis(500);
        Duration least = guarantees.minTimeToLive();
        return brief.compareTo(least) < 0 ? least : brief;
    }

    /** A time to live for leases that are renewed: a third of it is time enough to renew on a busy machine. */
    static Duration renewedTimeToLive(Guarantees guarantees) {
        Duration brief = Duration.ofSeconds(2);
        Duration least = guarantees.minTimeToLive();
        return brief.compareTo(least) < 0 ? least : brief;
    }

    /** How long after its last renewal a lease may still be held, at most. */
    static Duration surelyEnded(Guarantees guarantees, Duration timeToLive) {
        return timeToLive.plus(guarantees.overrun()).plus(SLACK);
    }

    /** Acquires the lock with another client once its lease, of that time to live, has ended by itself. */
    Lease takeOver(Duration timeToLive) throws InterruptedException {
        return takeOver(name, timeToLive);
    }

    Lease takeOver(String name, Duration timeToLive) throws InterruptedException {
        LockClient successor = client();
        Duration maxWait = surelyEnded(successor.guarantees(), timeToLive).plus(SLACK);
        Optional<Lease> lease = successor.tryAcquire(name, LONG, maxWait);
        assertThat(lease).as("the lock once its lease has ended").isPresent();
        return lease.orElseThrow();
    }

    /** Fails unless another client finds the lock held. */
    void assertHeld() {
        assertThat(client().tryAcquire(name, LONG)).as("the lock that is held").isEmpty();
    }

    /** Fails when the other gets the lock within that time. */
    void assertHeldFor(Duration time, LockClient other) {
        long began = System.nanoTime();
        Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .atMost(time.plus(SLACK).plus(REQUEST))
                .until(() -> {
                    assertThat(other.tryAcquire(name, LONG))
                            .as("another's try, %s after it was held", since(began))
                            .isEmpty();
                    return since(began).compareTo(time) > 0;
                });
    }

    /** Waits until it is so, that long at most; whether it is. */
    static boolean await(Duration limit, BooleanSupplier condition) {
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

    /** Fails unless another client gets the lock at once; gives it back. */
    void assertFree() {
        Optional<Lease> lease = client().tryAcquire(name, LONG);
        assertThat(lease).as("the lock that is free").isPresent();
        assertThat(lease.orElseThrow().release()).as("its release").isTrue();
    }

    /** Fails unless another client gets the lock within that time; gives it back. */
    void assertFreeWithin(Duration limit) {
        LockClient other = client();
        Awaitility.await()
                .atMost(limit)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> {
                    Optional<Lease> lease = other.tryAcquire(name, LONG);
                    assertThat(lease).as("the lock that becomes free").isPresent();
                    lease.orElseThrow().release();
                });
    }

    /** Runs all tasks, each on a thread of its own, from one moment on. */
    <T> List<T> atOnce(Collection<? extends Callable<T>> tasks) {
        CyclicBarrier start = new CyclicBarrier(tasks.size());
        List<Future<T>> running = tasks.stream()
                .map(task -> inBackground(() -> {
                    start.await(TASK.toSeconds(), TimeUnit.SECONDS);
                    return task.call();
                }))
                .toList();
        return running.stream().map(Contest::result).toList();
    }

    <T> Future<T> inBackground(Callable<T> task) {
        return threads.submit(task);
    }

    /** The task's result; a failure of the task is one of the test. */
    static <T> T result(Future<T> task) {
        try {
            return task.get(TASK.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("A task of the test failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("A task of the test did not end within " + TASK, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("The test was interrupted", e);
        }
    }

    /** Lets time pass, for what nobody can be asked about. */
    static void pass(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plus(SLACK)).until(() -> true);
    }

    static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    @Override
    public void close() throws Exception {
        threads.shutdownNow();
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }
}
