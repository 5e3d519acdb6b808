package dev.lockrace.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.lock.local.LocalLockBackend;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@link LockClient#tryRunAll}: several locks, all or none. */
class TryRunAllTest {

    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(10);
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final FakeBackend backend = new FakeBackend();
    private final FakeClock clock = new FakeClock();
    private final LockClient client = LockClient.builder(backend).clock(clock).build();
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void closeClient() {
        var unused = Thread.interrupted();
        client.close();
    }

    @Test
    void locks_are_acquired_in_the_order_of_their_names_and_released_in_reverse() throws InterruptedException {
        List<String> names = new ArrayList<>();
        boolean ran = client.tryRunAll(
                requests("b", "c", "a"),
                WAIT,
                leases -> leases.forEach(lease -> names.add(lease.name().value())));

        assertThat(ran).isTrue();
        assertThat(names).as("leases in the order of the requests").containsExactly("b", "c", "a");
        assertThat(backend.requests)
                .extracting(request -> request.action() + " " + request.name())
                .containsExactly("acquire a", "acquire b", "acquire c", "release c", "release b", "release a");
    }

    @Test
    void no_work_runs_and_all_leases_are_released_if_one_lock_is_contended() throws InterruptedException {
        backend.onAcquire = request -> !request.name().value().equals("b");

        assertThat(client.tryRunAll(requests("a", "b", "c"), Duration.ZERO, this::work))
                .isFalse();
        assertThat(runs).hasValue(0);
        assertThat(backend.requests)
                .extracting(request -> request.action() + " " + request.name())
                .containsExactly("acquire a", "acquire b", "release a");
    }

    @Test
    void L10_the_deadline_is_one_for_all_locks() throws InterruptedException {
        backend.onAcquire = request -> switch (request.name().value()) {
            case "a" -> elapsed().compareTo(WAIT.dividedBy(2)) > 0;
            default -> false;
        };

        assertThat(client.tryRunAll(requests("a", "b"), WAIT, this::work)).isFalse();
        assertThat(backend.requests("release")).hasSize(1);
        assertThat(elapsed()).isLessThanOrEqualTo(WAIT);
    }

    @Test
    void L10_no_lock_is_requested_after_the_deadline() throws InterruptedException {
        backend.onAcquire = request -> {
            clock.advance(WAIT.plusMillis(1));
            return true;
        };

        assertThat(client.tryRunAll(requests("a", "b"), WAIT, this::work)).isFalse();
        assertThat(backend.requests)
                .extracting(request -> request.action() + " " + request.name())
                .containsExactly("acquire a", "release a");
    }

    @Test
    void L10_an_interrupt_leaves_no_lease_behind() {
        backend.onAcquire = request -> {
            if (request.name().value().equals("b")) {
                Thread.currentThread().interrupt();
            }
            return true;
        };

        assertThatThrownBy(() -> client.tryRunAll(requests("a", "b"), WAIT, this::work))
                .isInstanceOf(InterruptedException.class);
        assertThat(runs).hasValue(0);
        assertThat(backend.requests("release")).hasSize(2);
    }

    @Test
    void L8_a_lease_that_ends_while_the_other_locks_are_awaited_fails_the_call() {
        List<LockRequest> requests =
                List.of(request("a"), LockRequest.of("b").timeToLive(TIME_TO_LIVE.multipliedBy(3)));
        backend.onAcquire = request -> {
            if (request.name().value().equals("b")) {
                clock.advance(TIME_TO_LIVE);
            }
            return true;
        };

        assertThatThrownBy(() -> client.tryRunAll(requests, Duration.ZERO, this::work))
                .isInstanceOf(LockStoreException.class)
                .hasMessageContaining(
                        "Could not acquire lock 'a' on backend 'fake' together with others: its lease ended");
        assertThat(runs).hasValue(0);
        assertThat(backend.requests("release")).hasSize(2);
    }

    @Test
    void L8_the_loss_of_one_of_the_leases_is_reported() {
        backend.onRelease = request -> !request.name().value().equals("b");

        assertThatThrownBy(() -> client.tryRunAll(requests("a", "b"), WAIT, this::work))
                .isInstanceOf(LeaseLostException.class)
                .hasMessageContaining("Lock 'b' on backend 'fake': the lease was lost");
        assertThatThrownBy(() -> client.tryRunAll(requests("a", "b"), WAIT, leases -> {
                    throw new IOException("disk full");
                }))
                .isInstanceOf(IOException.class)
                .satisfies(failure ->
                        assertThat(failure.getSuppressed()).hasSize(1).hasOnlyElementsOfType(LeaseLostException.class));
    }

    @Test
    void L9_invalid_requests_are_rejected_before_any_lock_is_acquired() {
        assertThatThrownBy(() -> client.tryRunAll(List.of(), WAIT, this::work))
                .isInstanceOf(IllegalLockRequestException.class)
                .hasMessageContaining("was: none");
        assertThatThrownBy(() -> client.tryRunAll(requests("a", "b", "a"), WAIT, this::work))
                .isInstanceOf(IllegalLockRequestException.class)
                .hasMessageContaining("was twice: 'a'");
        assertThatThrownBy(() -> client.tryRunAll(requests("a"), Duration.ofMillis(-1), this::work))
                .isInstanceOf(IllegalLockRequestException.class)
                .hasMessageContaining("the maximum wait must not be negative, was: PT-0.001S");
        assertThatThrownBy(() -> client.tryRunAll(
                        List.of(request("a"), LockRequest.of("b").timeToLive(Duration.ZERO)), WAIT, this::work))
                .isInstanceOf(IllegalLockRequestException.class)
                .hasMessageContaining("'b'");
        assertThat(backend.requests).isEmpty();
    }

    @Test
    void L7_a_lease_is_renewed_while_other_locks_are_awaited() throws InterruptedException {
        Duration shortTimeToLive = Duration.ofSeconds(3);
        LocalLockBackend shared = new LocalLockBackend();
        try (LockClient holder = LockClient.of(shared);
                LockClient waiter = LockClient.of(shared)) {
            assertThat(holder.tryAcquire(LockRequest.of("b").timeToLive(shortTimeToLive.plusMillis(1_500))))
                    .isPresent();

            assertThat(waiter.tryRunAll(
                            Stream.of("a", "b")
                                    .map(name -> LockRequest.of(name).timeToLive(shortTimeToLive))
                                    .toList(),
                            LIMIT,
                            this::work))
                    .isTrue();
        }
    }

    @Test
    void clients_that_request_the_same_locks_in_another_order_do_not_block_each_other() throws Exception {
        LocalLockBackend shared = new LocalLockBackend();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (LockClient one = LockClient.of(shared);
                LockClient two = LockClient.of(shared)) {
            List<Future<Boolean>> results = threads.invokeAll(
                    List.of(repeated(one, requests("a", "b", "c")), repeated(two, requests("c", "b", "a"))));
            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(runs).hasValue(200);
    }

    private Callable<Boolean> repeated(LockClient client, List<LockRequest> requests) {
        return () -> {
            boolean allRan = true;
            for (int i = 0; i < 100 && allRan; i++) {
                allRan = client.tryRunAll(requests, LIMIT, this::work);
            }
            return allRan;
        };
    }

    private void work(List<Lease> leases) {
        assertThat(leases).allMatch(Lease::mayBeHeld);
        runs.incrementAndGet();
    }

    private Duration elapsed() {
        return clock.sleeps().stream().reduce(Duration.ZERO, Duration::plus);
    }

    private static LockRequest request(String name) {
        return LockRequest.of(name).timeToLive(TIME_TO_LIVE);
    }

    private static List<LockRequest> requests(String... names) {
        return Stream.of(names).map(TryRunAllTest::request).toList();
    }
}
