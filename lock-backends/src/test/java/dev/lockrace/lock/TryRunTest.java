package dev.lockrace.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link LockClient#tryRun}: the lease around a piece of work, and how its loss is reported. */
class TryRunTest {

    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(10);
    private static final LockRequest JOB = LockRequest.of("job").timeToLive(TIME_TO_LIVE);
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final FakeBackend backend = new FakeBackend();
    private final FakeClock clock = new FakeClock();
    private final LockClient client = LockClient.builder(backend).clock(clock).build();
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void closeClient() {
        client.close();
    }

    @Test
    void work_runs_once_under_a_lease_that_is_released_afterwards() throws InterruptedException {
        assertThat(client.tryRun(JOB, this::work)).isTrue();
        assertThat(client.tryRun(JOB.maxHold(TIME_TO_LIVE), WAIT, this::work)).isTrue();

        assertThat(runs).hasValue(2);
        assertThat(backend.requests)
                .extracting(FakeBackend.Request::action)
                .containsExactly("acquire", "release", "acquire", "release");
    }

    @Test
    void work_does_not_run_if_another_client_holds_the_lock() throws InterruptedException {
        backend.onAcquire = request -> false;

        assertThat(client.tryRun(JOB, this::work)).isFalse();
        assertThat(client.tryRun(JOB.maxHold(TIME_TO_LIVE), WAIT, this::work)).isFalse();
        assertThat(runs).hasValue(0);
    }

    @Test
    void work_that_returns_a_value_returns_it_to_the_caller_after_the_release() throws InterruptedException {
        assertThat(client.tryCall(JOB, lease -> "value")).contains("value");
        assertThat(client.tryCall(JOB, WAIT, lease -> "value")).contains("value");
        assertThat(backend.requests("release")).hasSize(2);
    }

    @Test
    void work_that_returns_a_value_does_not_run_if_another_client_holds_the_lock() throws InterruptedException {
        backend.onAcquire = request -> false;

        assertThat(client.tryCall(JOB, lease -> runs.incrementAndGet())).isEmpty();
        assertThat(client.tryCall(JOB, WAIT, lease -> runs.incrementAndGet())).isEmpty();
        assertThat(runs).hasValue(0);
    }

    @Test
    void L8_the_value_of_work_whose_lease_ended_is_dropped() {
        backend.onRelease = request -> false;

        assertThatThrownBy(() -> client.tryCall(JOB, lease -> "value")).isInstanceOf(LeaseLostException.class);
    }

    @Test
    @SuppressWarnings("NullAway") // on purpose: not every caller has a null checker
    void work_that_returns_null_instead_of_a_value_is_a_defect_that_releases_the_lock() {
        assertThatThrownBy(() -> client.tryCall(JOB, lease -> null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("Lock 'job': the work must not return null");
        assertThat(backend.requests("release")).hasSize(1);
    }

    @Test
    void L8_a_lease_that_ended_before_the_work_did_is_reported() {
        backend.onRelease = request -> false;

        assertThatThrownBy(() -> client.tryRun(JOB, this::work))
                .isInstanceOf(LeaseLostException.class)
                .hasMessageContaining("Lock 'job' on backend 'fake': the lease was lost before the work ended");
    }

    @Test
    void L8_failed_work_whose_lease_ended_reports_both() {
        backend.onRelease = request -> false;

        assertThatThrownBy(() -> client.tryRun(JOB, lease -> {
                    throw new IOException("disk full");
                }))
                .isInstanceOf(IOException.class)
                .satisfies(failure ->
                        assertThat(failure.getSuppressed()).hasSize(1).hasOnlyElementsOfType(LeaseLostException.class));
    }

    @Test
    void work_that_fails_under_its_lease_reports_its_failure_alone_and_releases_the_lock() {
        assertThatThrownBy(() -> client.tryRun(JOB, lease -> {
                    throw new IOException("disk full");
                }))
                .isInstanceOf(IOException.class)
                .hasNoSuppressedExceptions();
        assertThat(backend.requests("release")).hasSize(1);
    }

    @Test
    void L5_a_store_that_fails_with_an_undeclared_exception_may_have_granted_the_lock() {
        backend.onAcquire = request -> {
            throw new IllegalStateException("a defect of the backend");
        };

        assertThatThrownBy(() -> client.tryRun(JOB, this::work)).isInstanceOf(IllegalStateException.class);
        await().until(() -> !backend.requests("revoke").isEmpty());
    }

    @Test
    void L10_no_request_of_a_wait_takes_longer_than_the_timeout_of_the_client() throws InterruptedException {
        try (LockClient quick = LockClient.builder(backend)
                .clock(clock)
                .requestTimeout(Duration.ofMillis(300))
                .build()) {
            assertThat(quick.tryAcquire(JOB, Duration.ofSeconds(5))).isPresent();
            assertThat(quick.tryAcquire(JOB, Duration.ofMillis(100))).isPresent();
        }

        assertThat(backend.requests("acquire"))
                .extracting(FakeBackend.Request::timeout)
                .containsExactly(Duration.ofMillis(300), Duration.ofMillis(100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.001S", "PT24H"})
    void the_minimum_and_maximum_request_timeout_are_accepted(Duration timeout) {
        try (LockClient limit =
                LockClient.builder(backend).requestTimeout(timeout).build()) {
            assertThat(limit.requestTimeout()).isEqualTo(timeout);
        }
    }

    @Test
    void L7_the_lease_of_a_closed_client_is_no_longer_renewed() {
        try (LockClient timed = LockClient.builder(backend).build()) {
            Lease lease = timed.tryAcquire(LockRequest.of("job").timeToLive(Duration.ofMillis(900)))
                    .orElseThrow()
                    .renewAutomatically();
            timed.close();

            await().until(lease::isLost);
            assertThat(backend.requests("renew")).isEmpty();
        }
    }

    private void work(Lease lease) {
        assertThat(lease.mayBeHeld()).isTrue();
        runs.incrementAndGet();
    }
}
