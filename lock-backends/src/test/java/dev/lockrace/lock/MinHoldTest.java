package dev.lockrace.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clause L13: {@link LockRequest#minHold}, and {@link Lease#renew(Duration)}. */
class MinHoldTest {

    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(30);
    private static final Duration MIN_HOLD = Duration.ofSeconds(20);
    private static final LockRequest JOB = LockRequest.of("job").timeToLive(TIME_TO_LIVE);

    private final FakeBackend backend = new FakeBackend();
    private final FakeClock clock = new FakeClock();
    private final LockClient client = LockClient.builder(backend).clock(clock).build();

    @AfterEach
    void closeClient() {
        client.close();
    }

    @Test
    void L13_an_early_release_shortens_the_lease_to_the_rest_of_its_minimum_hold_with_one_request() {
        Lease lease = acquire();
        clock.advance(Duration.ofSeconds(5));

        assertThat(lease.release()).isTrue();
        assertThat(lease.mayBeHeld()).isFalse();
        assertThat(lease.isLost()).isFalse();
        assertThat(lease.release()).as("second release").isFalse();
        assertThat(backend.requests)
                .extracting(request -> request.action() + " " + request.timeToLive())
                .containsExactly("acquire PT30S", "renew PT15S");
    }

    @Test
    void L13_the_minimum_hold_counts_from_the_return_of_the_grant() {
        backend.onAcquire = request -> {
            clock.advance(Duration.ofSeconds(2));
            return true;
        };
        Lease lease = acquire();

        assertThat(lease.release()).isTrue();
        assertThat(backend.requests("renew"))
                .extracting(FakeBackend.Request::timeToLive)
                .containsExactly(MIN_HOLD);
    }

    @Test
    void L13_a_release_after_the_minimum_hold_frees_the_lock() {
        Lease lease = acquire();
        clock.advance(MIN_HOLD);

        assertThat(lease.release()).isTrue();
        assertThat(backend.requests("release")).hasSize(1);
        assertThat(backend.requests("renew")).isEmpty();
    }

    @Test
    void L13_the_rest_is_rounded_up_to_the_minimum_time_to_live_of_the_backend() {
        Lease lease = acquire();
        clock.advance(MIN_HOLD.minusNanos(1));

        assertThat(lease.release()).isTrue();
        assertThat(backend.requests("renew"))
                .extracting(FakeBackend.Request::timeToLive)
                .containsExactly(FakeBackend.MIN_TIME_TO_LIVE);
    }

    @Test
    void L13_a_release_of_an_ended_lease_is_reported_as_a_loss() {
        backend.onRenew = request -> false;
        Lease lease = acquire();

        assertThat(lease.release()).isFalse();
        assertThat(lease.isLost()).isTrue();
    }

    @Test
    void L13_a_failed_release_is_repeated_in_the_background_with_the_rest_of_the_minimum_hold() {
        AtomicInteger requests = new AtomicInteger();
        backend.onRenew = request -> {
            if (requests.incrementAndGet() == 1) {
                clock.advance(Duration.ofSeconds(5));
                throw new UnknownOutcomeException("no answer", null);
            }
            return true;
        };
        Lease lease = acquire();

        assertThatThrownBy(lease::release).isInstanceOf(UnknownOutcomeException.class);
        await().until(() -> requests.get() == 2);
        assertThat(backend.requests("renew"))
                .extracting(FakeBackend.Request::timeToLive)
                .containsExactly(MIN_HOLD, Duration.ofSeconds(15));
        assertThat(backend.requests("revoke")).isEmpty();
        await().untilAsserted(() -> assertThat(lease.isLost()).isFalse());
    }

    @Test
    void L13_a_release_that_is_repeated_after_the_minimum_hold_frees_the_lock() {
        backend.onRenew = request -> {
            clock.advance(MIN_HOLD);
            throw new LockStoreException("no connection", null);
        };
        Lease lease = acquire();

        assertThatThrownBy(lease::release).isInstanceOf(LockStoreException.class);
        await().until(() -> !backend.requests("revoke").isEmpty());
    }

    @Test
    void L13_work_that_did_not_run_is_not_held_for_the_minimum() throws InterruptedException {
        backend.onAcquire = request -> request.name().value().equals("a");
        List<LockRequest> both = List.of(
                LockRequest.of("a").timeToLive(TIME_TO_LIVE).minHold(MIN_HOLD),
                LockRequest.of("b").timeToLive(TIME_TO_LIVE).minHold(MIN_HOLD));

        assertThat(client.tryRunAll(both, Duration.ZERO, leases -> {})).isFalse();
        assertThat(backend.requests("release")).hasSize(1);
        assertThat(backend.requests("renew")).isEmpty();
    }

    @Test
    void L13_work_that_fails_is_held_for_the_minimum() {
        assertThatThrownBy(() -> client.tryRun(JOB.minHold(MIN_HOLD), lease -> {
                    throw new IllegalStateException("on purpose");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasNoSuppressedExceptions();
        assertThat(backend.requests("renew")).hasSize(1);
        assertThat(backend.requests("release")).isEmpty();
    }

    @Test
    void L13_a_renewal_never_ends_the_lease_before_its_minimum_hold() {
        Lease lease = acquire();
        clock.advance(Duration.ofSeconds(5));

        assertThat(lease.renew(Duration.ofSeconds(1))).isTrue();
        assertThat(lease.timeLeft()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void L13_a_minimum_hold_is_zero_to_the_time_to_live() {
        assertThat(JOB.minHold()).isZero();
        assertThat(JOB.minHold(TIME_TO_LIVE).minHold()).isEqualTo(TIME_TO_LIVE);
        assertThat(JOB.minHold(MIN_HOLD).maxHold(TIME_TO_LIVE).minHold()).isEqualTo(MIN_HOLD);
        assertThat(JOB.minHold(MIN_HOLD)).hasToString("LockRequest[job, time to live PT30S, minimum hold PT20S]");
        for (Duration minHold : List.of(TIME_TO_LIVE.plusNanos(1), Duration.ofNanos(-1))) {
            assertThatThrownBy(() -> JOB.minHold(minHold))
                    .isInstanceOf(IllegalLockRequestException.class)
                    .hasMessage(
                            "Lock 'job': the minimum hold must be zero to the time to live of PT30S, was: " + minHold);
        }
    }

    @Test
    void L6_a_renewal_for_a_given_time_sets_the_time_left() {
        Lease lease = client.tryAcquire(JOB).orElseThrow();

        assertThat(lease.renew(Duration.ofMinutes(5))).isTrue();
        assertThat(lease.timeLeft()).isEqualTo(Duration.ofMinutes(5));
        assertThat(lease.renew(Duration.ofSeconds(2))).isTrue();
        assertThat(lease.timeLeft()).isEqualTo(Duration.ofSeconds(2));
        assertThat(lease.renew()).isTrue();
        assertThat(lease.timeLeft()).isEqualTo(TIME_TO_LIVE);
    }

    @Test
    void L6_a_renewal_that_may_have_shortened_the_lease_counts_as_if_it_had() {
        Lease lease = client.tryAcquire(JOB).orElseThrow();
        backend.onRenew = request -> {
            assertThat(lease.timeLeft()).as("time left during the request").isEqualTo(Duration.ofSeconds(2));
            throw new UnknownOutcomeException("no answer", null);
        };

        assertThatThrownBy(() -> lease.renew(Duration.ofSeconds(2))).isInstanceOf(UnknownOutcomeException.class);
        assertThat(lease.timeLeft()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void L6_a_renewal_that_certainly_failed_leaves_the_time_left_unchanged() {
        Lease lease = client.tryAcquire(JOB).orElseThrow();
        backend.onRenew = request -> {
            throw new LockStoreException("no connection", null);
        };

        assertThatThrownBy(() -> lease.renew(Duration.ofSeconds(2))).isInstanceOf(LockStoreException.class);
        assertThat(lease.timeLeft()).isEqualTo(TIME_TO_LIVE);
    }

    @Test
    void L6_a_longer_renewal_without_an_answer_leaves_the_time_left_unchanged() {
        Lease lease = client.tryAcquire(JOB).orElseThrow();
        backend.onRenew = request -> {
            throw new UnknownOutcomeException("no answer", null);
        };

        assertThatThrownBy(() -> lease.renew(Duration.ofMinutes(5))).isInstanceOf(UnknownOutcomeException.class);
        assertThat(lease.timeLeft()).isEqualTo(TIME_TO_LIVE);
    }

    @Test
    void L8_a_lease_that_was_shortened_is_checked_before_it_ends() {
        List<Duration> delays = new CopyOnWriteArrayList<>();
        Watchdog watchdog = new Watchdog("fake") {
            @Override
            Future<?> schedule(Runnable check, Duration delay) {
                delays.add(delay);
                return super.schedule(check, delay);
            }
        };
        try (LockClient watched =
                LockClient.builder(backend).clock(clock).watchdog(watchdog).build()) {
            Lease lease = watched.tryAcquire(JOB).orElseThrow().onLoss(() -> {});

            assertThat(lease.renew(Duration.ofMillis(600))).isTrue();
            assertThat(delays).endsWith(Duration.ofMillis(594));
        }
    }

    @Test
    void L9_a_renewal_outside_the_limits_of_the_backend_is_rejected() {
        Lease lease = client.tryAcquire(JOB).orElseThrow();

        assertThatThrownBy(() -> lease.renew(Duration.ZERO))
                .isInstanceOf(IllegalLockRequestException.class)
                .hasMessageContaining("was: PT0S");
        assertThatThrownBy(() -> lease.renew(FakeBackend.MAX_TIME_TO_LIVE.plusNanos(1)))
                .isInstanceOf(IllegalLockRequestException.class);
        assertThat(backend.requests("renew")).isEmpty();
    }

    private Lease acquire() {
        return client.tryAcquire(JOB.minHold(MIN_HOLD)).orElseThrow();
    }
}
