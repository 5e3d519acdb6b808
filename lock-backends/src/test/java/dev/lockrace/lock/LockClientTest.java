package dev.lockrace.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockClientTest {

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
    void a_grant_is_a_lease_and_is_observed() {
        assertThat(client.tryAcquire("job", TIME_TO_LIVE)).isPresent();
        assertThat(observer.seen).containsExactly("fake ACQUIRED in PT0S");
    }

    @Test
    void L5_held_by_another_is_a_value_and_is_observed() {
        backend.onAcquire = request -> false;

        assertThat(client.tryAcquire("job", TIME_TO_LIVE)).isEmpty();
        assertThat(observer.seen).containsExactly("fake CONTENDED in PT0S");
    }

    @Test
    void L5_a_store_that_fails_is_an_exception_and_is_observed() {
        backend.onAcquire = Failures.storeDown();

        assertThatThrownBy(() -> client.tryAcquire("job", TIME_TO_LIVE)).isInstanceOf(LockStoreException.class);
        assertThat(observer.seen).containsExactly("fake FAILED in PT0S");
        assertThat(backend.requests("take back")).isEmpty();
    }

    @Test
    void L6_a_grant_that_comes_too_late_is_refused_and_given_back() {
        backend.onAcquire = request -> {
            clock.advance(TIME_TO_LIVE);
            return true;
        };

        assertThatThrownBy(() -> client.tryAcquire("job", TIME_TO_LIVE))
                .isInstanceOf(LockStoreException.class)
                .hasMessage("Lock job: backend 'fake' granted it so late that it may have expired; use a longer time to"
                        + " live or look at why the store is slow");
        assertThat(backend.requests("release"))
                .extracting(FakeBackend.Request::owner)
                .containsExactly(backend.requests("acquire").get(0).owner());
        assertThat(observer.seen).contains("fake FAILED in PT10S").noneMatch(line -> line.contains("ACQUIRED"));
    }

    @Test
    void L3_every_call_has_an_owner_id_of_its_own() {
        Set<String> owners = new HashSet<>();
        try (LockClient other = LockClient.of(backend)) {
            for (int i = 0; i < 3; i++) {
                owners.add(client.tryAcquire("job", TIME_TO_LIVE).orElseThrow().owner());
                owners.add(other.tryAcquire("job", TIME_TO_LIVE).orElseThrow().owner());
            }
        }
        assertThat(owners).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.000999999S", "PT24H0.000000001S", "P36500D"})
    void L9_a_time_to_live_outside_the_limits_is_refused_with_its_value(Duration timeToLive) {
        assertThatThrownBy(() -> client.tryAcquire("job", timeToLive))
                .isInstanceOf(IllegalLockRequestException.class)
                .hasMessage("The time to live on backend 'fake' must be PT0.001S to PT24H, was: " + timeToLive);
        assertThatThrownBy(() -> client.tryAcquire("job", timeToLive, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalLockRequestException.class);
        assertThat(backend.requests).isEmpty();
        assertThat(observer.seen).isEmpty();
    }

    @Test
    void L9_the_limits_themselves_are_accepted() {
        assertThat(client.tryAcquire("job", FakeBackend.LEAST)).isPresent();
        assertThat(client.tryAcquire("job", FakeBackend.GREATEST)).isPresent();
    }

    @Test
    void L9_a_bad_name_is_refused_before_anything_is_sent() {
        assertThatThrownBy(() -> client.tryAcquire("", TIME_TO_LIVE)).isInstanceOf(IllegalLockRequestException.class);
        assertThatThrownBy(() -> client.tryAcquire("", TIME_TO_LIVE, Duration.ZERO))
                .isInstanceOf(IllegalLockRequestException.class);
        assertThat(backend.requests).isEmpty();
    }

    @Test
    void L10_an_interrupt_does_not_break_a_request_and_is_kept() {
        Thread.currentThread().interrupt();

        assertThat(client.tryAcquire("job", TIME_TO_LIVE)).isPresent();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(backend.requests).noneMatch(FakeBackend.Request::interrupted);
    }

    @Test
    void a_request_has_the_clients_limit() {
        try (LockClient quick = LockClient.builder(backend)
                .requestTimeout(Duration.ofMillis(300))
                .build()) {
            quick.tryAcquire("job", TIME_TO_LIVE).orElseThrow().close();
            assertThat(quick.requestTimeout()).isEqualTo(Duration.ofMillis(300));
        }
        client.tryAcquire("job", TIME_TO_LIVE).orElseThrow().close();

        assertThat(backend.requests)
                .extracting(request -> request.timeout().toMillis())
                .containsExactly(300L, 300L, 2_000L, 2_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.000999999S"})
    void a_request_limit_under_a_millisecond_is_refused_with_its_value(Duration limit) {
        assertThatThrownBy(() -> LockClient.builder(backend).requestTimeout(limit))
                .isInstanceOf(IllegalLockRequestException.class)
                .hasMessage("The request timeout must be at least 1 ms, was: " + limit);
    }

    @Test
    void closing_a_client_leaves_its_leases_and_its_backend_alone() {
        Lease lease = client.tryAcquire("job", TIME_TO_LIVE).orElseThrow();
        client.close();

        assertThat(lease.mayBeHeld()).isTrue();
        assertThat(lease.release()).isTrue();
        assertThat(backend.isClosed()).isFalse();
    }

    @Test
    void a_client_names_its_backend_and_passes_on_its_guarantees() {
        assertThat(client.backend()).isEqualTo("fake");
        assertThat(client.guarantees()).isEqualTo(backend.guarantees());
    }
}
