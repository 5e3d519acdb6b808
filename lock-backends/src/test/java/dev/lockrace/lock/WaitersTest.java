package dev.lockrace.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clause L10: waiters of one client for one lock send the requests of one waiter, and take turns. */
class WaitersTest {

    private static final Duration TIME_TO_LIVE = Duration.ofMinutes(1);
    private static final LockRequest JOB = LockRequest.of("job").timeToLive(TIME_TO_LIVE);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int WAITERS = 50;

    private final FakeBackend backend = new FakeBackend();
    private final LockClient client = LockClient.of(backend);
    private final AtomicBoolean held = new AtomicBoolean(true);
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void closeClient() {
        threads.forEach(Thread::interrupt);
        client.close();
    }

    @Test
    void L10_only_one_of_many_waiters_asks_the_store() throws Exception {
        backend.onAcquire = request -> false;
        List<FutureTask<Optional<Lease>>> waits = startWaiters(WAITERS, Duration.ofSeconds(3));

        for (FutureTask<Optional<Lease>> wait : waits) {
            assertThat(wait.get()).isEmpty();
        }
        assertThat(backend.requests("acquire")).hasSizeLessThan(4 * WAITERS);
    }

    @Test
    void L10_waiters_acquire_the_lock_in_the_order_of_their_calls() throws Exception {
        backend.onAcquire = request -> held.compareAndSet(false, true);
        backend.onRelease = request -> held.compareAndSet(true, false);
        List<Integer> order = new CopyOnWriteArrayList<>();
        List<FutureTask<Boolean>> waits = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int number = i;
            waits.add(start(() -> client.tryRun(JOB.maxHold(TIME_TO_LIVE), LIMIT, lease -> order.add(number))));
            await().atMost(LIMIT).until(() -> isParked(threads.get(number)));
        }
        held.set(false);

        for (FutureTask<Boolean> wait : waits) {
            assertThat(wait.get()).isTrue();
        }
        assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void L10_the_next_waiter_asks_once_the_first_is_interrupted() throws Exception {
        backend.onAcquire = request -> held.compareAndSet(false, true);
        List<FutureTask<Optional<Lease>>> waits = startWaiters(2, LIMIT);
        threads.get(0).interrupt();
        held.set(false);

        assertThatThrownBy(waits.get(0)::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(waits.get(1).get()).isPresent();
    }

    @Test
    void L10_the_next_waiter_asks_once_the_first_has_failed() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        AtomicBoolean down = new AtomicBoolean();
        backend.onAcquire = request -> {
            if (down.get() && failures.getAndIncrement() == 0) {
                throw new UnknownOutcomeException("the answer was lost", null);
            }
            return held.compareAndSet(false, true);
        };
        List<FutureTask<Optional<Lease>>> waits = startWaiters(3, LIMIT);
        down.set(true);

        assertThatThrownBy(waits.get(0)::get).hasCauseInstanceOf(UnknownOutcomeException.class);
        held.set(false);
        assertThat(waits.get(1).get()).isPresent();
        assertThat(waits.get(2)).isNotDone();
    }

    @Test
    void L5_a_wait_is_contended_only_if_a_request_during_the_wait_was() throws Exception {
        backend.onSubscribe = () -> () -> {}; // never notifies, so the first waiter polls rarely
        backend.onAcquire = request -> held.compareAndSet(false, true);
        List<FutureTask<Optional<Lease>>> waits = startWaiters(1, LIMIT);
        int asked = backend.requests("acquire").size();
        await().atMost(LIMIT).until(() -> backend.requests("acquire").size() > asked + 7); // backoff is over 0.5 s
        held.set(false);

        Optional<Lease> shortWait = client.tryAcquire(JOB, Duration.ofMillis(40));
        assertThat(shortWait.isPresent() || waits.get(0).get().isPresent()).isTrue();
    }

    @Test
    void L10_the_waiters_for_a_lock_share_one_subscription() throws Exception {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger opened = new AtomicInteger();
        backend.onAcquire = request -> false;
        backend.onSubscribe = () -> {
            open.incrementAndGet();
            opened.incrementAndGet();
            return open::decrementAndGet;
        };
        List<FutureTask<Optional<Lease>>> waits = startWaiters(WAITERS, Duration.ofSeconds(3));
        assertThat(open).hasValueLessThanOrEqualTo(1);

        for (FutureTask<Optional<Lease>> wait : waits) {
            assertThat(wait.get()).isEmpty();
        }
        assertThat(open).hasValue(0);
        assertThat(opened).hasValueLessThan(WAITERS);
    }

    private List<FutureTask<Optional<Lease>>> startWaiters(int number, Duration maxWait) {
        List<FutureTask<Optional<Lease>>> waits = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            waits.add(start(() -> client.tryAcquire(JOB, maxWait)));
            Thread waiter = threads.get(threads.size() - 1);
            await().pollInterval(Duration.ofMillis(2)).atMost(LIMIT).until(() -> isParked(waiter));
        }
        return waits;
    }

    private <T> FutureTask<T> start(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = new Thread(future, "waiter-" + threads.size());
        threads.add(thread);
        thread.start();
        return future;
    }

    private static boolean isParked(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING || thread.getState() == Thread.State.TERMINATED;
    }
}
