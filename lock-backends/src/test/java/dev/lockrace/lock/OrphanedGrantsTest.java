package dev.lockrace.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clause L5: a grant whose answer was lost is revoked, with a bounded number of attempts and only by its owner id. */
class OrphanedGrantsTest {

    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(10);
    private static final LockRequest JOB = LockRequest.of("job").timeToLive(TIME_TO_LIVE);
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration ALL_ATTEMPTS = Duration.ofMillis(2_100);

    private final FakeBackend backend = new FakeBackend();
    private final FakeClock clock = new FakeClock();
    private final LockClient client = LockClient.builder(backend)
            .clock(clock)
            .requestTimeout(Duration.ofMillis(500))
            .build();

    @AfterEach
    void closeClient() {
        client.close();
    }

    @Test
    void L5_an_orphaned_grant_is_revoked_by_its_own_owner_id() {
        orphanAGrant();

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("revoke")).hasSize(1));
        FakeBackend.Request acquire = backend.requests("acquire").get(0);
        FakeBackend.Request revoke = backend.requests("revoke").get(0);
        assertThat(revoke.owner()).isEqualTo(acquire.owner());
        assertThat(revoke.name()).isEqualTo(acquire.name());
        assertThat(revoke.timeout()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void L5_the_caller_does_not_wait_for_the_revocation() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        backend.onRevoke = request -> awaited(release);
        long before = System.nanoTime();
        orphanAGrant();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        release.countDown();
    }

    @Test
    void L5_a_grant_made_late_is_revoked_by_a_later_attempt() {
        backend.onRevoke = request -> backend.requests("revoke").size() == 3;
        orphanAGrant();

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("revoke")).hasSize(3));
        await().during(Duration.ofSeconds(2)) // a fourth attempt would follow 1.6 s later
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("revoke")).hasSize(3));
    }

    @Test
    void L5_the_number_of_answered_queries_is_bounded() {
        backend.onRevoke = request -> false;
        orphanAGrant();

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("revoke")).hasSize(OrphanedGrants.MAX_ANSWERS));
        await().during(ALL_ATTEMPTS)
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("revoke")).hasSize(OrphanedGrants.MAX_ANSWERS));
    }

    @Test
    void L5_a_query_that_fails_does_not_count() {
        backend.onRevoke = request -> switch (backend.requests("revoke").size() % 3) {
            case 0 -> Failures.<Object, Boolean>storeDown().apply(request);
            case 1 -> Failures.<Object, Boolean>answerLost().apply(request);
            default -> backend.requests("revoke").size() > OrphanedGrants.MAX_ANSWERS;
        };
        orphanAGrant();

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("revoke")).hasSize(5));
        await().during(ALL_ATTEMPTS)
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("revoke")).hasSize(5));
    }

    @Test
    void L5_the_search_for_a_grant_outlasts_an_outage() {
        backend.onRevoke = Failures.storeDown();
        orphanAGrant();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("revoke")).hasSizeGreaterThan(5));
        int failed = backend.requests("revoke").size();
        backend.onRevoke = request -> true;

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("revoke")).hasSizeGreaterThan(failed));
    }

    @Test
    void L5_the_search_for_a_grant_ends_with_its_time_to_live_even_if_the_store_fails() {
        backend.onRevoke = request -> {
            clock.advance(TIME_TO_LIVE.dividedBy(2).plusNanos(1));
            return Failures.<Object, Boolean>storeDown().apply(request);
        };
        orphanAGrant();

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("revoke")).hasSize(2));
        await().during(Duration.ofSeconds(1))
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("revoke")).hasSize(2));
    }

    @Test
    void L5_an_acquire_that_fails_with_any_other_exception_is_an_unknown_outcome() {
        backend.onAcquire = request -> {
            throw new IllegalStateException("a defect of the driver");
        };
        assertThatThrownBy(() -> client.tryAcquire(JOB)).isInstanceOf(IllegalStateException.class);

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("revoke")).hasSize(1));
    }

    @Test
    void L5_a_failed_release_is_repeated_in_the_background() {
        Lease lease = client.tryAcquire(JOB).orElseThrow();
        backend.onRelease = Failures.storeDown();
        backend.onRevoke = request -> backend.requests("revoke").size() == 3
                || Failures.<Object, Boolean>storeDown().apply(request);
        lease.close();

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("revoke")).hasSize(3));
        assertThat(backend.requests("revoke").get(0).owner()).isEqualTo(lease.owner());
        await().atMost(LIMIT).until(lease::release);
        assertThat(backend.requests("release")).hasSize(1);
        assertThat(lease.isLost()).isFalse();
    }

    @Test
    void L5_a_release_that_fails_with_any_other_exception_is_repeated_in_the_background() {
        Lease lease = client.tryAcquire(JOB).orElseThrow();
        backend.onRelease = request -> {
            throw new IllegalStateException("a defect of the driver");
        };
        assertThatThrownBy(lease::release).isInstanceOf(IllegalStateException.class);

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("revoke")).hasSize(1));
    }

    @Test
    void L8_a_lease_that_had_ended_before_its_failed_release_is_lost() {
        Lease lease = client.tryAcquire(JOB).orElseThrow();
        backend.onRelease = Failures.storeDown();
        backend.onRevoke = request -> false;
        lease.close();

        await().atMost(LIMIT).until(lease::isLost);
        assertThat(lease.release()).isFalse();
        assertThat(backend.requests("revoke")).hasSize(1);
    }

    @Test
    void L5_a_late_grant_that_cannot_be_released_is_released_in_the_background() {
        backend.onAcquire = request -> {
            clock.advance(TIME_TO_LIVE);
            return true;
        };
        backend.onRelease = Failures.storeDown();
        assertThatThrownBy(() -> client.tryAcquire(JOB)).isInstanceOf(LockStoreException.class);

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("revoke")).hasSize(1));
    }

    @Test
    void L5_a_grant_of_an_interrupted_wait_that_cannot_be_released_is_released_in_the_background() {
        backend.onAcquire = request -> {
            Thread.currentThread().interrupt();
            return true;
        };
        backend.onRelease = Failures.answerLost();
        assertThatThrownBy(() -> client.tryAcquire(JOB, Duration.ofSeconds(1)))
                .isInstanceOf(InterruptedException.class);

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("revoke")).hasSize(1));
    }

    @Test
    void L5_attempts_stop_when_the_time_to_live_of_the_grant_is_over() {
        backend.onRevoke = request -> {
            clock.advance(TIME_TO_LIVE.plusNanos(1));
            return false;
        };
        orphanAGrant();

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("revoke")).hasSize(1));
        await().during(Duration.ofSeconds(1))
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("revoke")).hasSize(1));
    }

    @Test
    void L5_an_exception_other_than_a_lock_exception_does_not_stop_the_attempts() {
        backend.onRevoke = request -> {
            if (backend.requests("revoke").size() == 1) {
                throw new IllegalStateException("a defect of the driver");
            }
            return true;
        };
        orphanAGrant();

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("revoke")).hasSize(2));
    }

    @Test
    void L5_pending_orphaned_grants_are_bounded_and_the_others_are_left_to_expire() {
        CountDownLatch storeAnswers = new CountDownLatch(1);
        backend.onRevoke = request -> awaited(storeAnswers);
        orphanAGrant();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("revoke")).hasSize(1));
        int bound = OrphanedGrants.MAX_PENDING;
        for (int i = 0; i < bound + 3; i++) {
            orphanAGrant();
        }
        storeAnswers.countDown();

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("revoke")).hasSize(bound + 1));
        await().during(Duration.ofMillis(500))
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("revoke")).hasSize(bound + 1));
    }

    @Test
    void L5_a_closed_client_leaves_orphaned_grants_to_expire() {
        backend.onAcquire = request -> {
            client.close();
            return Failures.<Object, Boolean>answerLost().apply(request);
        };
        assertThatThrownBy(() -> client.tryAcquire(JOB)).isInstanceOf(UnknownOutcomeException.class);

        assertThat(backend.requests("revoke")).isEmpty();
    }

    @Test
    void a_client_without_orphaned_grants_starts_no_thread_to_revoke_them() {
        FakeBackend other = new FakeBackend("quiet");
        try (LockClient quiet = LockClient.of(other)) {
            quiet.tryAcquire(JOB).orElseThrow().close();

            assertThat(threadsNamed("lock-orphaned-grants-quiet")).isEmpty();
        }
    }

    private void orphanAGrant() {
        backend.onAcquire = Failures.answerLost();
        assertThatThrownBy(() -> client.tryAcquire(JOB)).isInstanceOf(UnknownOutcomeException.class);
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static List<Thread> threadsNamed(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .toList();
    }
}
