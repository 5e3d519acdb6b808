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

/** Clause L5: a grant whose answer got lost is taken back, bounded, and by its own owner id only. */
class LostGrantsTest {

    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration ALL_LOOKS = Duration.ofMillis(2_100);

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
    void L5_a_lost_grant_is_taken_back_by_its_own_owner_id() {
        loseAnAnswer();

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("take back")).hasSize(1));
        FakeBackend.Request acquire = backend.requests("acquire").get(0);
        FakeBackend.Request revoke = backend.requests("take back").get(0);
        assertThat(revoke.owner()).isEqualTo(acquire.owner());
        assertThat(revoke.name()).isEqualTo(acquire.name());
        assertThat(revoke.timeout()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void L5_the_caller_does_not_wait_for_it() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        backend.onTakeBack = request -> awaited(release);
        long before = System.nanoTime();
        loseAnAnswer();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        release.countDown();
    }

    @Test
    void L5_a_request_that_arrives_late_is_found_by_a_later_look() {
        backend.onTakeBack = request -> backend.requests("take back").size() == 3;
        loseAnAnswer();

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("take back")).hasSize(3));
        await().during(Duration.ofSeconds(2)) // the fourth look would be 1.6 s later
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("take back")).hasSize(3));
    }

    @Test
    void L5_it_looks_a_bounded_number_of_times_also_when_the_store_fails() {
        backend.onTakeBack = Failures.storeDown();
        loseAnAnswer();

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("take back")).hasSize(OrphanedGrants.LOOKS));
        await().during(ALL_LOOKS)
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("take back")).hasSize(OrphanedGrants.LOOKS));
    }

    @Test
    void L5_it_stops_looking_when_the_time_to_live_has_ended_the_grant() {
        backend.onTakeBack = request -> {
            clock.advance(TIME_TO_LIVE.plusNanos(1));
            return false;
        };
        loseAnAnswer();

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("take back")).hasSize(1));
        await().during(Duration.ofSeconds(1))
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("take back")).hasSize(1));
    }

    @Test
    void L5_a_failure_that_is_no_lock_exception_does_not_end_the_looking() {
        backend.onTakeBack = request -> {
            if (backend.requests("take back").size() == 1) {
                throw new IllegalStateException("a driver's own trouble");
            }
            return true;
        };
        loseAnAnswer();

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("take back")).hasSize(2));
    }

    @Test
    void L5_only_so_many_lost_grants_wait_at_once_and_the_others_are_left_to_their_time_to_live() {
        CountDownLatch storeAnswers = new CountDownLatch(1);
        backend.onTakeBack = request -> awaited(storeAnswers);
        loseAnAnswer();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("take back")).hasSize(1));
        for (int i = 0; i < 1_003; i++) {
            loseAnAnswer();
        }
        storeAnswers.countDown();

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("take back")).hasSize(1_001));
        await().during(Duration.ofMillis(500))
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(backend.requests("take back")).hasSize(1_001));
    }

    @Test
    void L5_a_closed_client_leaves_lost_grants_to_their_time_to_live() {
        client.close();
        loseAnAnswer();

        assertThat(backend.requests("take back")).isEmpty();
    }

    @Test
    void a_client_whose_answers_all_arrive_has_no_background_thread() {
        FakeBackend other = new FakeBackend("quiet");
        try (LockClient quiet = LockClient.of(other)) {
            quiet.tryAcquire("job", TIME_TO_LIVE).orElseThrow().close();

            assertThat(threadsNamed("lock-lost-grants-quiet")).isEmpty();
        }
    }

    private void loseAnAnswer() {
        backend.onAcquire = Failures.answerLost();
        assertThatThrownBy(() -> client.tryAcquire("job", TIME_TO_LIVE)).isInstanceOf(UnknownOutcomeException.class);
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
