package dev.lockrace.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clause L10: {@link LockClient#tryAcquire(LockRequest, Duration)}. */
class BoundedWaitTest {

    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(10);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);

    private final FakeBackend backend = new FakeBackend();
    private final FakeClock clock = new FakeClock();
    private final RecordingObserver observer = new RecordingObserver();
    private final LockClient client = LockClient.builder(backend)
            .clock(clock)
            .observer(observer)
            .requestTimeout(REQUEST_TIMEOUT)
            .build();
    private final long startedAt = clock.nanoTime();

    @AfterEach
    void closeClient() {
        Thread.interrupted();
        client.close();
    }

    @Test
    void L10_a_free_lock_is_granted_immediately() throws InterruptedException {
        assertThat(acquire(Duration.ofSeconds(5))).isPresent();
        assertThat(clock.sleeps()).isEmpty();
    }

    @Test
    void L10_a_wait_of_zero_sends_one_request_with_the_full_timeout() throws InterruptedException {
        backend.onAcquire = request -> false;

        assertThat(acquire(Duration.ZERO)).isEmpty();
        assertThat(backend.requests).extracting(FakeBackend.Request::timeout).containsExactly(REQUEST_TIMEOUT);
        assertThat(clock.sleeps()).isEmpty();
    }

    @Test
    void L10_a_negative_wait_is_rejected_with_its_value() {
        assertThatThrownBy(() -> acquire(Duration.ofMillis(-5)))
                .isInstanceOf(IllegalLockRequestException.class)
                .hasMessage("Lock 'job': the maximum wait must not be negative, was: PT-0.005S");
        assertThat(backend.requests).isEmpty();
    }

    @Test
    void L10_a_wait_acquires_the_lock_after_its_release() throws InterruptedException {
        backend.onAcquire = request -> waited().compareTo(Duration.ofSeconds(3)) >= 0;

        assertThat(acquire(Duration.ofSeconds(5))).isPresent();
        assertThat(waited()).isBetween(Duration.ofSeconds(3), Duration.ofMillis(3_250));
        assertThat(observer.events).singleElement().asString().isEqualTo("fake ACQUIRED in %s".formatted(waited()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.001S", "PT0.01S", "PT0.2S", "PT5S", "PT60S"})
    void L10_a_wait_ends_by_its_deadline(Duration maxWait) throws InterruptedException {
        backend.onAcquire = request -> false;

        assertThat(acquire(maxWait)).isEmpty();
        assertThat(waited()).isLessThanOrEqualTo(maxWait).isGreaterThan(maxWait.dividedBy(2));
        assertThat(observer.events).singleElement().asString().startsWith("fake CONTENDED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.02S", "PT0.2S", "PT5S"})
    void L10_a_slow_store_does_not_extend_a_wait_beyond_its_deadline(Duration answersIn) throws InterruptedException {
        Duration maxWait = Duration.ofSeconds(1);
        backend.onAcquire = request -> {
            boolean inTime = answersIn.compareTo(request.timeout()) <= 0;
            clock.advance(inTime ? answersIn : request.timeout());
            return inTime ? false : Failures.<Object, Boolean>answerLost().apply(request);
        };

        if (answersIn.compareTo(maxWait) < 0) {
            assertThat(acquire(maxWait)).isEmpty(); // every request that was sent had time to be answered
        } else {
            assertThatThrownBy(() -> acquire(maxWait)).isInstanceOf(UnknownOutcomeException.class);
        }
        assertThat(waited()).isLessThanOrEqualTo(maxWait);
    }

    @Test
    void L10_a_slow_answer_does_not_end_a_wait_that_has_time_for_another_request() throws InterruptedException {
        backend.onAcquire = request -> {
            boolean free = waited().compareTo(Duration.ofSeconds(1)) >= 0;
            clock.advance(Duration.ofMillis(700));
            return free;
        };

        assertThat(acquire(Duration.ofSeconds(2))).isPresent();
        assertThat(waited()).isLessThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void L10_a_slow_first_answer_does_not_end_a_wait_early() throws InterruptedException {
        backend.onAcquire = request -> {
            clock.advance(Duration.ofMillis(backend.requests.size() == 1 ? 900 : 1));
            return waited().compareTo(Duration.ofMillis(1_700)) >= 0;
        };

        assertThat(acquire(Duration.ofSeconds(2))).isPresent();
    }

    @Test
    void L10_a_wait_of_forever_acquires_the_lock_after_its_release() throws InterruptedException {
        backend.onAcquire = request -> waited().compareTo(Duration.ofHours(3)) >= 0;

        assertThat(acquire(ChronoUnit.FOREVER.getDuration())).isPresent();
    }

    @Test
    void L10_a_wait_polls_if_subscribing_fails_with_any_exception() throws InterruptedException {
        backend.onSubscribe = () -> {
            throw new ArithmeticException("a defect of the backend");
        };
        backend.onAcquire = request -> waited().compareTo(Duration.ofSeconds(3)) >= 0;

        assertThat(acquire(Duration.ofSeconds(5))).isPresent();
    }

    @Test
    void L10_a_subscription_that_fails_to_close_loses_no_lease() throws InterruptedException {
        backend.onSubscribe = () -> () -> {
            throw new IllegalStateException("a defect of the backend");
        };
        backend.onAcquire = request -> waited().compareTo(Duration.ofSeconds(3)) >= 0;

        assertThat(acquire(Duration.ofSeconds(5))).isPresent();
    }

    @Test
    void L10_every_request_of_a_wait_has_at_least_50_ms_for_its_answer() throws InterruptedException {
        backend.onAcquire = request -> false;

        acquire(Duration.ofSeconds(3));
        assertThat(backend.requests)
                .allSatisfy(request -> assertThat(request.timeout()).isBetween(Duration.ofMillis(50), REQUEST_TIMEOUT));
    }

    @Test
    void L10_the_timeout_of_a_request_is_limited_to_the_time_left() throws InterruptedException {
        backend.onAcquire = request -> {
            assertThat(request.timeout())
                    .isEqualTo(min(REQUEST_TIMEOUT, Duration.ofSeconds(3).minus(waited())));
            return false;
        };

        assertThat(acquire(Duration.ofSeconds(3))).isEmpty();
        assertThat(backend.requests).hasSizeGreaterThan(10);
    }

    @Test
    void L10_backoff_grows_to_a_quarter_of_a_second_with_jitter() throws InterruptedException {
        backend.onAcquire = request -> false;

        acquire(Duration.ofSeconds(30));
        assertThat(clock.sleeps().get(0)).isBetween(Duration.ofMillis(5), Duration.ofMillis(10));
        assertThat(clock.sleeps()).allSatisfy(pause -> assertThat(pause).isLessThan(Duration.ofMillis(250)));
        assertThat(clock.sleeps().subList(10, 60)).doesNotHaveDuplicates();
        assertThat(clock.sleeps()).hasSizeBetween(120, 260);
    }

    @Test
    void L10_a_store_that_fails_ends_the_wait() {
        backend.onAcquire = Failures.storeDown();

        assertThatThrownBy(() -> acquire(Duration.ofSeconds(5))).isInstanceOf(LockStoreException.class);
        assertThat(waited()).isZero();
        assertThat(observer.events).containsExactly("fake FAILED in PT0S");
    }

    @Test
    void L10_requests_that_were_not_sent_for_lack_of_a_connection_do_not_end_the_wait() throws InterruptedException {
        backend.onAcquire = request -> {
            if (backend.requests.size() < 5) {
                clock.advance(request.timeout());
                throw new ClientBusyException("busy", null);
            }
            return true;
        };

        assertThat(acquire(Duration.ofSeconds(30))).isPresent();
    }

    @Test
    void L10_wait_without_any_connection_is_an_error_and_not_contended() {
        backend.onAcquire = request -> {
            clock.advance(request.timeout());
            throw new ClientBusyException("busy", null);
        };

        assertThatThrownBy(() -> acquire(Duration.ofSeconds(5))).isInstanceOf(ClientBusyException.class);
        assertThat(waited()).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
    }

    @Test
    void L10_an_interrupted_thread_sends_no_request() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> acquire(Duration.ofSeconds(5))).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(backend.requests).isEmpty();
    }

    @Test
    void L10_an_interrupt_during_a_granted_request_leaves_no_lease() {
        backend.onAcquire = request -> {
            Thread.currentThread().interrupt();
            return true;
        };

        assertThatThrownBy(() -> acquire(Duration.ofSeconds(5)))
                .isInstanceOf(InterruptedException.class)
                .hasMessage("Interrupted while waiting for lock 'job'");
        assertThat(backend.requests("release")).hasSize(1).noneMatch(FakeBackend.Request::interrupted);
    }

    @Test
    void L10_an_interrupt_during_the_backoff_ends_the_wait() {
        backend.onAcquire = request -> {
            Thread.currentThread().interrupt();
            return false;
        };

        assertThatThrownBy(() -> acquire(Duration.ofSeconds(5))).isInstanceOf(InterruptedException.class);
        assertThat(backend.requests).hasSize(1);
        assertThat(observer.events).containsExactly("fake FAILED in PT0S");
    }

    @Test
    void L10_an_interrupt_is_honoured_even_if_the_wait_is_over() {
        backend.onAcquire = request -> {
            Thread.currentThread().interrupt();
            return false;
        };

        assertThatThrownBy(() -> acquire(Duration.ZERO)).isInstanceOf(InterruptedException.class);
    }

    private Optional<Lease> acquire(Duration maxWait) throws InterruptedException {
        return client.tryAcquire(LockRequest.of("job").timeToLive(TIME_TO_LIVE), maxWait);
    }

    private Duration waited() {
        return Duration.ofNanos(clock.nanoTime() - startedAt);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
