package dev.lockrace.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(10);

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
    void L6_the_time_left_is_counted_from_before_the_request() {
        backend.onAcquire = request -> {
            clock.advance(Duration.ofSeconds(3)); // the answer takes 3 s
            return true;
        };

        assertThat(acquire().timeLeft()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void L6_a_lease_that_may_have_expired_is_treated_as_expired() {
        Lease lease = acquire();

        clock.advance(TIME_TO_LIVE.minusNanos(1));
        assertThat(lease.mayBeHeld()).isTrue();
        clock.advance(Duration.ofNanos(1));
        assertThat(lease.mayBeHeld()).isFalse();
        clock.advance(Duration.ofHours(1));
        assertThat(lease.timeLeft()).isZero();
    }

    @Test
    void L6_a_renewed_lease_is_counted_from_before_the_renewal_request() {
        Lease lease = acquire();
        clock.advance(Duration.ofSeconds(4));
        backend.onRenew = request -> {
            clock.advance(Duration.ofSeconds(1));
            return true;
        };

        assertThat(lease.renew()).isTrue();
        assertThat(lease.timeLeft()).isEqualTo(Duration.ofSeconds(9));
        assertThat(observer.events).contains("fake renewed");
    }

    @Test
    void L6_a_lease_on_a_machine_that_was_suspended_may_be_held_only_once_a_renewal_confirms_it() {
        Lease lease = acquire();
        clock.stepWallClock(Duration.ofHours(1));

        assertThat(lease.mayBeHeld()).isFalse();
        assertThat(lease.timeLeft()).isZero();
        assertThat(lease.isLost()).isFalse();
        assertThat(lease.renew()).isTrue();
        assertThat(lease.mayBeHeld()).isTrue();
        assertThat(lease.timeLeft()).isEqualTo(TIME_TO_LIVE);
    }

    @Test
    void L6_a_lease_that_ended_while_the_machine_was_suspended_is_lost() {
        Lease lease = acquire();
        clock.stepWallClock(TIME_TO_LIVE.plusSeconds(1));
        backend.onRenew = request -> false;

        assertThat(lease.renew()).isFalse();
        assertThat(lease.isLost()).isTrue();
    }

    @Test
    void L6_a_suspension_shortens_the_time_left() {
        Lease lease = acquire();
        clock.stepWallClock(Duration.ofSeconds(3).plusMillis(1));

        assertThat(lease.timeLeft()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void L6_a_wall_clock_that_is_stepped_back_does_not_lengthen_a_lease() {
        Lease lease = acquire();
        clock.stepWallClock(Duration.ofHours(-1));
        clock.advance(TIME_TO_LIVE.minusSeconds(1));

        assertThat(lease.timeLeft()).isEqualTo(Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(1));
        assertThat(lease.mayBeHeld()).isFalse();
    }

    @Test
    void L7_renewing_a_lease_that_may_have_expired_sends_no_request() {
        Lease lease = acquire();
        clock.advance(TIME_TO_LIVE);

        assertThat(lease.renew()).isFalse();
        assertThat(backend.requests("renew")).isEmpty();
    }

    @Test
    void L7_renewing_a_released_lease_sends_no_request() {
        Lease lease = acquire();
        assertThat(lease.release()).isTrue();

        assertThat(lease.renew()).isFalse();
        assertThat(backend.requests("renew")).isEmpty();
    }

    @Test
    void L7_a_lease_that_ended_in_the_store_is_never_revived() {
        Lease lease = acquire();
        backend.onRenew = request -> false;
        assertThat(lease.renew()).isFalse();
        backend.onRenew = request -> true;

        assertThat(lease.renew()).isFalse();
        assertThat(lease.mayBeHeld()).isFalse();
        assertThat(observer.events).endsWith("fake not renewed", "fake lost");
    }

    @Test
    void L7_a_transient_renewal_error_leaves_the_lease_unchanged() {
        Lease lease = acquire();
        clock.advance(Duration.ofSeconds(4));

        backend.onRenew = Failures.storeDown();
        assertThatThrownBy(lease::renew).isInstanceOf(LockStoreException.class);
        backend.onRenew = Failures.answerLost();
        assertThatThrownBy(lease::renew).isInstanceOf(UnknownOutcomeException.class);
        assertThat(lease.timeLeft()).isEqualTo(Duration.ofSeconds(6));

        backend.onRenew = request -> true;
        assertThat(lease.renew()).isTrue();
        assertThat(lease.timeLeft()).isEqualTo(TIME_TO_LIVE);
        assertThat(observer.events).endsWith("fake not renewed", "fake not renewed", "fake renewed");
    }

    @Test
    void L3_a_second_release_returns_false_and_sends_no_request() {
        Lease lease = acquire();

        assertThat(lease.release()).isTrue();
        assertThat(lease.release()).isFalse();
        lease.close();
        assertThat(backend.requests("release")).hasSize(1);
        assertThat(lease.mayBeHeld()).isFalse();
    }

    @Test
    void L3_a_release_returns_the_answer_of_the_store() {
        backend.onRelease = request -> false;

        assertThat(acquire().release()).isFalse();
    }

    @Test
    void L5_a_failed_release_throws_and_ends_the_lease_for_its_holder() {
        backend.onRelease = Failures.answerLost();
        Lease lease = acquire();

        assertThatThrownBy(lease::release).isInstanceOf(UnknownOutcomeException.class);
        assertThat(lease.mayBeHeld()).isFalse();
    }

    @Test
    void L5_a_release_after_a_failed_one_asks_the_store_again() {
        backend.onRevoke = Failures.storeDown();
        backend.onRelease = Failures.storeDown();
        Lease lease = acquire();
        assertThatThrownBy(lease::release).isInstanceOf(LockStoreException.class);
        assertThatThrownBy(lease::release).isInstanceOf(LockStoreException.class);
        backend.onRelease = request -> true;

        assertThat(lease.release()).isTrue();
        assertThat(lease.isLost()).isFalse();
        assertThat(lease.release()).isFalse();
        assertThat(backend.requests("release")).hasSize(3);
    }

    @Test
    void L5_a_release_after_one_of_unknown_outcome_does_not_report_a_loss() {
        backend.onRevoke = Failures.storeDown();
        backend.onRelease = Failures.answerLost();
        Lease lease = acquire();
        assertThatThrownBy(lease::release).isInstanceOf(UnknownOutcomeException.class);
        backend.onRelease = request -> false; // since the first request was executed

        assertThat(lease.release()).isTrue();
        assertThat(lease.isLost()).isFalse();
    }

    @Test
    void closing_a_lease_does_not_throw_if_the_store_fails() {
        backend.onRelease = Failures.answerLost();
        assertThatCode(acquire()::close).doesNotThrowAnyException();

        backend.onRelease = Failures.storeDown();
        assertThatCode(acquire()::close).doesNotThrowAnyException();
        assertThat(backend.requests("release")).hasSize(2);
    }

    @Test
    void closing_a_lease_does_not_hide_other_failures() {
        backend.onRelease = request -> {
            throw new IllegalStateException("a bug");
        };

        assertThatThrownBy(acquire()::close).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void L10_an_interrupted_thread_can_still_release_and_renew() {
        Lease lease = acquire();
        Thread.currentThread().interrupt();

        assertThat(lease.renew()).isTrue();
        assertThat(lease.release()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(backend.requests).noneMatch(FakeBackend.Request::interrupted);
    }

    @Test
    void L4_the_fencing_token_is_that_of_the_grant() {
        backend.token = OptionalLong.of(42);

        assertThat(acquire().fencingToken()).isEqualTo(42);
    }

    @Test
    void L4_requesting_a_fencing_token_from_a_backend_without_fencing_is_rejected() {
        assertThatThrownBy(acquire()::fencingToken)
                .isInstanceOf(FencingUnsupportedException.class)
                .hasMessage(
                        "Backend 'fake' offers no fencing token: it cannot guarantee that tokens increase across its"
                                + " restarts. Use a backend with fencing, such as database.");
    }

    @Test
    void the_observed_hold_lasts_from_the_grant_to_the_release() {
        backend.onAcquire = request -> {
            clock.advance(Duration.ofSeconds(1));
            return true;
        };
        Lease lease = acquire();
        clock.advance(Duration.ofSeconds(2));
        lease.release();

        assertThat(observer.events).containsExactly("fake ACQUIRED in PT1S", "fake released after PT2S");
    }

    @Test
    void a_lease_shows_its_name_backend_owner_and_time_left() {
        Lease lease = acquire();

        assertThat(lease.name()).isEqualTo(new LockName("job"));
        assertThat(lease.owner()).isEqualTo(backend.requests.get(0).owner());
        assertThat(lease).hasToString("Lease[job on fake, owner %s, PT10S left]".formatted(lease.owner()));
    }

    private Lease acquire() {
        return client.tryAcquire(LockRequest.of("job").timeToLive(TIME_TO_LIVE)).orElseThrow();
    }
}
