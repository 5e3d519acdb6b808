package dev.lockrace.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.lock.ReleaseTiming.HeldLocks;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Locks that are released later than the work under them ends. */
class ReleaseTimingTest {

    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(10);
    private static final LockRequest JOB = LockRequest.of("job").timeToLive(TIME_TO_LIVE);
    private static final LockRequest OTHER = LockRequest.of("other").timeToLive(TIME_TO_LIVE);

    private final FakeBackend backend = new FakeBackend();
    private final FakeClock clock = new FakeClock();
    private final List<HeldLocks> deferred = new ArrayList<>();
    private final LockClient client = LockClient.builder(backend).clock(clock).build();
    private final LockClient deferring = client.withReleaseTiming(deferred::add);

    @AfterEach
    void closeClient() {
        client.close();
    }

    private int releases() {
        return backend.requests("release").size();
    }

    @Test
    void a_deferred_release_happens_when_it_is_asked_for_and_once() {
        assertThat(deferring.tryRun(JOB, lease -> assertThat(deferred).isEmpty()))
                .isTrue();
        assertThat(deferring.tryCall(OTHER, lease -> "value")).contains("value");
        assertThat(deferred).hasSize(2);
        assertThat(releases()).isZero();

        deferred.get(0).release();
        deferred.get(0).release();
        assertThat(backend.requests("release"))
                .extracting(request -> request.name().value())
                .containsExactly("job");
    }

    @Test
    void several_locks_are_released_together() throws InterruptedException {
        assertThat(deferring.tryRunAll(List.of(JOB, OTHER), Duration.ZERO, leases -> {}))
                .isTrue();
        assertThat(releases()).isZero();

        deferred.get(0).release();
        assertThat(releases()).isEqualTo(2);
    }

    @Test
    void work_that_fails_defers_the_release_too() {
        assertThatThrownBy(() -> deferring.tryRun(JOB, lease -> {
                    throw new IOException("disk full");
                }))
                .isInstanceOf(IOException.class)
                .hasNoSuppressedExceptions();
        assertThat(deferred).hasSize(1);
        assertThat(releases()).isZero();
    }

    @Test
    void a_timing_that_declines_or_fails_releases_the_lock_after_the_work() {
        assertThat(client.withReleaseTiming(locks -> false).tryRun(JOB, lease -> {}))
                .isTrue();
        assertThat(releases()).isEqualTo(1);

        LockClient failing = client.withReleaseTiming(locks -> {
            throw new IllegalStateException("no transaction");
        });
        assertThatThrownBy(() -> failing.tryRun(JOB, lease -> {})).hasMessage("no transaction");
        assertThat(releases()).isEqualTo(2);
    }

    @Test
    void L8_a_lease_that_ends_before_its_deferred_release_is_reported_by_the_check_and_by_the_release() {
        assertThat(deferring.tryRun(JOB, lease -> {})).isTrue();
        HeldLocks locks = deferred.get(0);
        assertThatNoException().isThrownBy(locks::check);

        backend.onRelease = request -> false;
        clock.advance(TIME_TO_LIVE);
        assertThatThrownBy(locks::check).isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(locks::release).isInstanceOf(LeaseLostException.class);
    }

    @Test
    void L8_a_lease_that_ends_before_the_work_does_is_reported_to_its_caller_although_the_release_is_deferred() {
        assertThatThrownBy(() -> deferring.tryRun(JOB, lease -> clock.advance(TIME_TO_LIVE)))
                .isInstanceOf(LeaseLostException.class);
    }

    @Test
    void both_clients_are_closed_together_and_never_share_an_owner_id() {
        assertThat(client.tryRun(JOB, lease -> {})).isTrue();
        assertThat(deferring.tryRun(OTHER, lease -> {})).isTrue();
        assertThat(backend.requests("acquire"))
                .extracting(FakeBackend.Request::owner)
                .doesNotHaveDuplicates();

        deferring.close();
        assertThatThrownBy(() -> client.tryRun(JOB, lease -> {})).hasMessageContaining("the client is closed");
    }
}
