package dev.lockrace.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clauses L7 and L8: the watch over a lease survives whatever the code that it calls throws. */
class WatchTest {

    private static final Duration TIME_TO_LIVE = Duration.ofMillis(1_500);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final FakeBackend backend = new FakeBackend();
    private final AtomicBoolean outOfThreads = new AtomicBoolean();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Watchdog watchdog = new Watchdog("fake", name -> task -> {
        if (outOfThreads.get()) {
            throw new OutOfMemoryError("unable to create native thread, thrown on purpose by a test");
        }
        return Watchdog.daemons(name).newThread(task);
    });
    private final LockClient client =
            LockClient.builder(backend).watchdog(watchdog).build();

    @AfterEach
    void closeClient() {
        end.countDown();
        client.close();
    }

    @Test
    void L7_a_lease_is_renewed_again_once_a_thread_can_be_created() {
        Lease lease = acquire().renewAutomatically();
        outOfThreads.set(true);
        sleep(TIME_TO_LIVE.dividedBy(3).plusMillis(100)); // a renewal is due
        assertThat(backend.requests("renew")).isEmpty();
        outOfThreads.set(false);

        await().atMost(LIMIT).until(() -> backend.requests("renew").size() >= 2);
        assertThat(lease.mayBeHeld()).isTrue();
    }

    @Test
    void L8_a_loss_is_reported_although_no_thread_can_be_created_at_first() {
        CountDownLatch lost = new CountDownLatch(2);
        Lease lease = acquire().onLoss(lost::countDown).onLoss(lost::countDown);
        outOfThreads.set(true);
        await().atMost(LIMIT).until(lease::isLost);
        sleep(Duration.ofMillis(300));
        assertThat(lost.getCount()).isEqualTo(2);
        outOfThreads.set(false);

        await().atMost(LIMIT).until(() -> lost.getCount() == 0);
    }

    @Test
    void L8_a_holder_is_interrupted_although_no_thread_can_be_created() {
        Lease lease = acquire().interruptOnLoss();
        outOfThreads.set(true);

        await().pollInSameThread().atMost(LIMIT).ignoreExceptions().until(Thread::interrupted);
        assertThat(lease.mayBeHeld()).isFalse();
    }

    @Test
    void L8_actions_that_throw_an_error_keep_no_other_action_from_running() {
        CountDownLatch lost = new CountDownLatch(20);
        Lease lease = acquire();
        for (int i = 0; i < 20; i++) {
            lease.onLoss(() -> {
                lost.countDown();
                throw new AssertionError("thrown on purpose by a test");
            });
        }

        await().atMost(LIMIT).until(() -> lost.getCount() == 0);
    }

    @Test
    void L8_a_thread_that_cannot_be_interrupted_keeps_no_action_from_running() throws InterruptedException {
        CountDownLatch lost = new CountDownLatch(1);
        Lease lease = acquire();
        Thread holder = new Thread(lease::interruptOnLoss) {
            @Override
            public void interrupt() {
                throw new SecurityException("thrown on purpose by a test");
            }
        };
        holder.start();
        holder.join();
        lease.onLoss(lost::countDown);

        await().atMost(LIMIT).until(() -> lost.getCount() == 0);
        assertThat(lease.isLost()).isTrue();
    }

    @Test
    void L7_a_renewal_that_fails_with_an_error_is_repeated() {
        backend.onRenew = request -> {
            if (backend.requests("renew").size() == 1) {
                throw new OutOfMemoryError("thrown on purpose by a test");
            }
            return true;
        };
        Lease lease = acquire().renewAutomatically();

        await().atMost(LIMIT).until(() -> backend.requests("renew").size() >= 3);
        assertThat(lease.mayBeHeld()).isTrue();
    }

    @Test
    void L7_a_renewal_action_that_throws_an_error_runs_again() {
        CountDownLatch runs = new CountDownLatch(2);
        Lease lease = acquire()
                .onRenewal(() -> {
                    runs.countDown();
                    throw new AssertionError("thrown on purpose by a test");
                })
                .renewAutomatically();

        await().atMost(LIMIT).until(() -> runs.getCount() == 0);
        assertThat(lease.mayBeHeld()).isTrue();
    }

    @Test
    void L8_a_loss_is_reported_while_the_observer_blocks() {
        LockObserver blocking = new LockObserver() {
            @Override
            public void lost(String backend) {
                awaitQuietly(end);
            }
        };
        CountDownLatch lost = new CountDownLatch(20);
        try (LockClient observed =
                LockClient.builder(backend).observer(blocking).build()) {
            for (int i = 0; i < 20; i++) {
                observed.tryAcquire(LockRequest.of("job" + i).timeToLive(TIME_TO_LIVE))
                        .orElseThrow()
                        .onLoss(lost::countDown);
            }
            await().atMost(LIMIT).until(() -> lost.getCount() == 0);
        }
    }

    @Test
    void L8_a_loss_is_reported_a_hundredth_of_the_time_to_live_early() {
        FakeClock clock = new FakeClock();
        CountDownLatch lost = new CountDownLatch(1);
        try (LockClient timed = LockClient.builder(backend).clock(clock).build()) {
            Lease lease = timed.tryAcquire(LockRequest.of("job").timeToLive(Duration.ofSeconds(100)))
                    .orElseThrow();
            lease.onLoss(lost::countDown);
            clock.advance(Duration.ofMillis(98_900));
            await().during(Duration.ofMillis(2_500)) // the lease is checked every second
                    .atMost(LIMIT)
                    .until(() -> lost.getCount() == 1 && lease.mayBeHeld());
            clock.advance(Duration.ofMillis(200));

            await().atMost(LIMIT).until(() -> lost.getCount() == 0);
            assertThat(lease.isLost()).isTrue();
        }
    }

    @Test
    void L7_the_first_renewal_is_due_at_a_third_of_the_time_to_live() {
        FakeClock clock = new FakeClock();
        try (LockClient timed = LockClient.builder(backend).clock(clock).build()) {
            Lease lease = timed.tryAcquire(LockRequest.of("job").timeToLive(Duration.ofMinutes(5)))
                    .orElseThrow()
                    .renewAutomatically();
            clock.advance(Duration.ofSeconds(99));
            await().during(Duration.ofMillis(2_500))
                    .atMost(LIMIT)
                    .until(() -> backend.requests("renew").isEmpty());
            clock.advance(Duration.ofSeconds(2));

            await().atMost(LIMIT).until(() -> backend.requests("renew").size() == 1);
            assertThat(lease.mayBeHeld()).isTrue();
        }
    }

    @Test
    void L7_a_renewal_that_is_not_answered_leaves_time_for_another() {
        FakeClock clock = new FakeClock();
        try (LockClient timed = LockClient.builder(backend)
                .clock(clock)
                .requestTimeout(Duration.ofMinutes(10))
                .build()) {
            Lease lease = timed.tryAcquire(LockRequest.of("job").timeToLive(Duration.ofMinutes(5)))
                    .orElseThrow()
                    .renewAutomatically();
            clock.advance(Duration.ofSeconds(200));
            await().atMost(LIMIT).until(() -> backend.requests("renew").size() == 1);

            assertThat(backend.requests("renew").get(0).timeout()).isEqualTo(Duration.ofSeconds(50));
            assertThat(lease.mayBeHeld()).isTrue();
        }
    }

    private Lease acquire() {
        return client.tryAcquire(LockRequest.of("job").timeToLive(TIME_TO_LIVE)).orElseThrow();
    }

    private static void sleep(Duration time) {
        await().pollDelay(time).atMost(LIMIT).until(() -> true);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
