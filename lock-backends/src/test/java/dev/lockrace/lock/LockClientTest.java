package dev.lockrace.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockClientTest {

    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(10);
    private static final LockRequest JOB = LockRequest.of("job").timeToLive(TIME_TO_LIVE);

    private final FakeBackend backend = new FakeBackend();
    private final FakeClock clock = new FakeClock();
    private final RecordingObserver observer = new RecordingObserver();
    private final LockClient client =
            LockClient.builder(backend).clock(clock).observer(observer).build();

    @AfterEach
    void closeClient() {
        Thread.interrupted();
        client.close();
    }

    @Test
    void a_grant_returns_a_lease_and_is_observed() {
        assertThat(client.tryAcquire(JOB)).isPresent();
        assertThat(observer.events).containsExactly("fake ACQUIRED in PT0S");
    }

    @Test
    void L5_held_by_another_is_a_value_and_is_observed() {
        backend.onAcquire = request -> false;

        assertThat(client.tryAcquire(JOB)).isEmpty();
        assertThat(observer.events).containsExactly("fake CONTENDED in PT0S");
    }

    @Test
    void L5_a_store_that_fails_is_an_exception_and_is_observed() {
        backend.onAcquire = Failures.storeDown();

        assertThatThrownBy(() -> client.tryAcquire(JOB)).isInstanceOf(LockStoreException.class);
        assertThat(observer.events).containsExactly("fake FAILED in PT0S");
        assertThat(backend.requests("revoke")).isEmpty();
    }

    @Test
    void L6_a_grant_that_arrives_too_late_is_rejected_and_released() {
        backend.onAcquire = request -> {
            clock.advance(TIME_TO_LIVE);
            return true;
        };

        assertThatThrownBy(() -> client.tryAcquire(JOB))
                .isInstanceOf(LockStoreException.class)
                .hasMessage("Could not acquire lock 'job' on backend 'fake': the grant arrived so late that it may have"
                        + " expired. Use a longer time to live, or check why the store is slow.");
        assertThat(backend.requests("release"))
                .extracting(FakeBackend.Request::owner)
                .containsExactly(backend.requests("acquire").get(0).owner());
        assertThat(observer.events).contains("fake FAILED in PT10S").noneMatch(line -> line.contains("ACQUIRED"));
    }

    @Test
    void L3_every_call_has_a_unique_owner_id() {
        Set<String> owners = new HashSet<>();
        try (LockClient other = LockClient.of(backend)) {
            for (int i = 0; i < 3; i++) {
                owners.add(client.tryAcquire(JOB).orElseThrow().owner());
                owners.add(other.tryAcquire(JOB).orElseThrow().owner());
            }
        }
        assertThat(owners).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.000999999S", "PT24H0.000000001S", "P36500D"})
    void L9_a_time_to_live_outside_the_limits_is_rejected_with_its_value(Duration timeToLive) {
        assertThatThrownBy(() -> client.tryAcquire(LockRequest.of("job").timeToLive(timeToLive)))
                .isInstanceOf(IllegalLockRequestException.class)
                .hasMessage(
                        "Lock 'job': the time to live on backend 'fake' must be PT0.001S to PT24H, was: " + timeToLive);
        assertThatThrownBy(() -> client.tryAcquire(LockRequest.of("job").timeToLive(timeToLive), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalLockRequestException.class);
        assertThat(backend.requests).isEmpty();
        assertThat(observer.events).isEmpty();
    }

    @Test
    void L9_the_minimum_and_maximum_time_to_live_are_accepted() {
        assertThat(client.tryAcquire(LockRequest.of("job").timeToLive(FakeBackend.MIN_TIME_TO_LIVE)))
                .isPresent();
        assertThat(client.tryAcquire(LockRequest.of("job").timeToLive(FakeBackend.MAX_TIME_TO_LIVE)))
                .isPresent();
    }

    @Test
    void L9_an_invalid_name_is_rejected_before_a_request_is_sent() {
        assertThatThrownBy(() -> client.tryAcquire(LockRequest.of("").timeToLive(TIME_TO_LIVE)))
                .isInstanceOf(IllegalLockRequestException.class);
        assertThatThrownBy(() -> client.tryAcquire(LockRequest.of("").timeToLive(TIME_TO_LIVE), Duration.ZERO))
                .isInstanceOf(IllegalLockRequestException.class);
        assertThat(backend.requests).isEmpty();
    }

    @Test
    void L10_an_interrupt_does_not_abort_a_request_and_is_preserved() {
        Thread.currentThread().interrupt();

        assertThat(client.tryAcquire(JOB)).isPresent();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(backend.requests).noneMatch(FakeBackend.Request::interrupted);
    }

    @Test
    void a_request_has_the_timeout_of_the_client() {
        try (LockClient quick = LockClient.builder(backend)
                .requestTimeout(Duration.ofMillis(300))
                .build()) {
            quick.tryAcquire(JOB).orElseThrow().close();
            assertThat(quick.requestTimeout()).isEqualTo(Duration.ofMillis(300));
        }
        client.tryAcquire(JOB).orElseThrow().close();

        assertThat(backend.requests)
                .extracting(request -> request.timeout().toMillis())
                .containsExactly(300L, 300L, 2_000L, 2_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.000999999S", "PT24H0.000000001S", "PT2562047788015215H30M7S"})
    void a_request_timeout_outside_its_limits_is_rejected_with_its_value(Duration timeout) {
        assertThatThrownBy(() -> LockClient.builder(backend).requestTimeout(timeout))
                .isInstanceOf(IllegalLockRequestException.class)
                .hasMessage("The request timeout must be 1 ms to 1 day, was: " + timeout);
    }

    @Test
    void closing_a_client_does_not_end_its_leases_or_close_its_backend() {
        Lease lease = client.tryAcquire(JOB).orElseThrow();
        client.close();

        assertThat(lease.mayBeHeld()).isTrue();
        assertThat(lease.release()).isTrue();
        assertThat(backend.isClosed()).isFalse();
    }

    @Test
    void closing_a_client_that_owns_its_backend_closes_the_backend() {
        LockClient owner = LockClient.owning(backend);
        assertThat(backend.isClosed()).isFalse();

        owner.close();

        assertThat(backend.isClosed()).isTrue();
    }

    @Test
    void a_closed_client_grants_no_lease() {
        client.close();

        assertThatThrownBy(() -> client.tryAcquire(JOB))
                .isInstanceOf(LockStoreException.class)
                .hasMessage("Could not acquire lock 'job' on backend 'fake': the client is closed.");
        assertThatThrownBy(() -> client.tryAcquire(JOB, Duration.ofSeconds(1))).isInstanceOf(LockStoreException.class);
        assertThat(backend.requests).isEmpty();
    }

    @Test
    void L8_closing_a_client_does_not_silence_the_loss_of_its_leases() {
        CountDownLatch lost = new CountDownLatch(2);
        LockClient closed = LockClient.of(backend);
        Duration timeToLive = Duration.ofMillis(300);
        Lease watched = closed.tryAcquire(LockRequest.of("watched").timeToLive(timeToLive))
                .orElseThrow()
                .onLoss(lost::countDown);
        Lease renewed = closed.tryAcquire(LockRequest.of("renewed").timeToLive(timeToLive))
                .orElseThrow()
                .onLoss(lost::countDown)
                .renewAutomatically();
        closed.close();

        await().atMost(Duration.ofSeconds(30)).until(() -> lost.getCount() == 0);
        assertThat(watched.isLost()).isTrue();
        assertThat(renewed.isLost()).isTrue();
    }

    @Test
    void L8_a_lease_of_a_closed_client_reports_its_loss() {
        CountDownLatch lost = new CountDownLatch(1);
        LockClient closed = LockClient.of(backend);
        Lease lease = closed.tryAcquire(LockRequest.of("job").timeToLive(Duration.ofMillis(300)))
                .orElseThrow();
        closed.close();
        lease.onLoss(lost::countDown).renewAutomatically();

        await().atMost(Duration.ofSeconds(30)).until(() -> lost.getCount() == 0);
    }

    @Test
    void an_observer_that_throws_affects_no_lease() {
        LockObserver broken = new LockObserver() {
            @Override
            public void acquireCompleted(String backend, Outcome outcome, Duration took) {
                throw new AssertionError("thrown on purpose by a test");
            }

            @Override
            public void released(String backend, Duration held) {
                throw new IllegalStateException("thrown on purpose by a test");
            }

            @Override
            public void renewalCompleted(String backend, boolean renewed) {
                throw new IllegalStateException("thrown on purpose by a test");
            }

            @Override
            public void lost(String backend) {
                throw new IllegalStateException("thrown on purpose by a test");
            }
        };
        try (LockClient observed =
                LockClient.builder(backend).observer(broken).clock(clock).build()) {
            Lease lease = observed.tryAcquire(JOB).orElseThrow();
            clock.advance(Duration.ofSeconds(4));
            assertThat(lease.renew()).isTrue();
            assertThat(lease.timeLeft()).isEqualTo(TIME_TO_LIVE);
            assertThat(lease.release()).isTrue();
            Lease lost = observed.tryAcquire(JOB).orElseThrow();
            backend.onRenew = request -> false;
            assertThat(lost.renew()).isFalse();
            assertThat(lost.isLost()).isTrue();
        }
        assertThat(backend.requests("release")).hasSize(1);
    }

    @Test
    void work_that_fails_is_reported_even_if_its_release_fails_unexpectedly() {
        backend.onRelease = request -> {
            throw new IllegalStateException("a defect of the driver");
        };

        assertThatThrownBy(() -> client.tryRun(JOB, lease -> {
                    throw new UnsupportedOperationException("the work failed");
                }))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasSuppressedException(new IllegalStateException("a defect of the driver"));
    }

    @Test
    void a_client_exposes_the_name_and_guarantees_of_its_backend() {
        assertThat(client.backend()).isEqualTo("fake");
        assertThat(client.guarantees()).isEqualTo(backend.guarantees());
    }
}
