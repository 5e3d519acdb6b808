package dev.lockrace.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.lock.spring.LockClients;
import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.event.EventLog.Attempt;
import dev.lockrace.race.task.RaceQueues;
import dev.lockrace.worker.testbed.ManagementClient;
import dev.lockrace.worker.testbed.TestRun;
import dev.lockrace.worker.testbed.TestServers;
import dev.lockrace.worker.testbed.TestWorker;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("process")
@TestInstance(Lifecycle.PER_CLASS)
class TaskProcessingTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final TestServers servers = TestServers.shared();
    private final TestWorker worker = TestWorker.start(servers);
    private final ManagementClient management = worker.management();

    @AfterAll
    void stop() {
        worker.close();
    }

    @AfterEach
    void every_message_was_acknowledged() {
        await().atMost(TestWorker.LIMIT).until(() -> servers.queued(RaceQueues.TASKS) == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "database", "memcached", "redis"})
    void a_task_creates_its_invoice(String backend) {
        TestRun run = TestRun.begin(servers, backend);

        run.send(1);
        Attempt attempt = run.awaitEnd(1, AttemptOutcome.INVOICED);

        assertThat(run.invoiced()).containsExactly(1);
        assertThat(run.attempts()).hasSize(1);
        assertThat(attempt.worker()).isEqualTo("worker");
        assertThat(attempt.workDone()).isTrue();
        assertThat(attempt.token() != null).isEqualTo(backend.equals("database") || backend.equals("redis"));
        assertThat(List.of(
                        attempt.requestedAt(),
                        Objects.requireNonNull(attempt.acquiredAt()),
                        Objects.requireNonNull(attempt.releasedAt())))
                .isSorted();
        assertThat(Duration.between(attempt.acquiredAt(), attempt.releasedAt())).isGreaterThanOrEqualTo(run.hold());
        awaitReleased(run, worker.bean(LockClients.class).get(backend));
    }

    @ParameterizedTest
    @ValueSource(strings = {"database", "memcached", "redis"})
    void a_contended_task_is_skipped(String backend) {
        TestRun run = TestRun.begin(servers, backend);
        try (LockClient other = servers.locks(backend)) {
            Lease lease = other.tryAcquire(LockRequest.of(run.lockName()).timeToLive(LONG))
                    .orElseThrow();

            run.send(1);
            Attempt attempt = run.awaitEnd(1, AttemptOutcome.CONTENDED);

            assertThat(attempt.acquiredAt()).isNull();
            assertThat(attempt.workDone()).isFalse();
            assertThat(run.attempts()).hasSize(1);
            assertThat(run.invoiced()).isEmpty();
            assertThat(lease.release()).as("still held").isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({",false", ",true", "UNKNOWN,false", "LOST,true", "REQUEUED,true"})
    void a_contended_task_waits_until_the_lease_of_its_earlier_attempt_has_ended(
            @Nullable AttemptOutcome outcome, boolean acquired) {
        TestRun run = TestRun.begin(servers, "database", 20, 700, false);
        run.recordAttempt(1, outcome, acquired);
        try (LockClient dead = servers.locks("database")) {
            assertThat(dead.tryAcquire(LockRequest.of(run.lockName()).timeToLive(run.timeToLive())))
                    .isPresent();

            run.send(1);
            Attempt attempt = run.awaitEnd(1, AttemptOutcome.INVOICED);

            Attempt earlier = run.attempts().get(0);
            assertThat(attempt.acquiredAt()).isAfter(earlier.requestedAt().plus(run.timeToLive()));
            assertThat(attempt.requestedAt())
                    .as("requested again")
                    .isAfter(earlier.requestedAt().plusMillis(350));
        }
    }

    @Test
    void a_contended_task_waits_no_longer_than_the_lease_of_its_earlier_attempt_can_last() {
        TestRun run = TestRun.begin(servers, "database", 20, 300, false);
        run.recordAttempt(1, null, true);
        try (LockClient other = servers.locks("database")) {
            assertThat(other.tryAcquire(LockRequest.of(run.lockName()).timeToLive(LONG)))
                    .isPresent();

            run.send(1);
            run.awaitEnd(1, AttemptOutcome.CONTENDED);

            assertThat(run.invoiced()).isEmpty();
        }
    }

    /** A worker may renew its lease and die before it has recorded the renewal. */
    @Test
    void a_contended_task_waits_for_the_lease_of_its_earlier_attempt_even_if_its_last_renewal_was_not_recorded() {
        TestRun run = TestRun.begin(servers, "database", 20, 2_000, false);
        run.recordAttempt(1, null, true);
        run.shiftBack(Duration.ofSeconds(10));
        try (LockClient dead = servers.locks("database")) {
            assertThat(dead.tryAcquire(LockRequest.of(run.lockName()).timeToLive(run.timeToLive())))
                    .isPresent();

            run.send(1);
            run.awaitEnd(1, AttemptOutcome.INVOICED);

            assertThat(run.attempts(1)).hasSize(2);
        }
    }

    @Test
    void a_contended_task_waits_while_its_earlier_attempt_records_renewals() {
        TestRun run = TestRun.begin(servers, "database", 20, 500, false);
        run.recordAttempt(1, null, true);
        Duration longerThanOneWait = Duration.ofSeconds(5);
        try (LockClient alive = servers.locks("database")) {
            Lease lease = alive.tryAcquire(LockRequest.of(run.lockName()).timeToLive(LONG))
                    .orElseThrow();
            run.send(1);
            await().atMost(TestWorker.LIMIT).until(() -> run.attempts(1).size() == 2);
            await().during(longerThanOneWait).atMost(TestWorker.LIMIT).until(() -> {
                run.recordRenewal(1);
                return run.attempts(1).get(1).outcome() == null;
            });
            lease.close();
        }

        run.awaitEnd(1, AttemptOutcome.INVOICED);
    }

    @ParameterizedTest
    @CsvSource({"FAILED,false", "REQUEUED,false"})
    void a_contended_task_does_not_wait_for_an_earlier_attempt_that_acquired_no_lease(
            AttemptOutcome outcome, boolean acquired) {
        TestRun run = TestRun.begin(servers, "database");
        run.recordAttempt(1, outcome, acquired);
        try (LockClient other = servers.locks("database")) {
            assertThat(other.tryAcquire(LockRequest.of(run.lockName()).timeToLive(LONG)))
                    .isPresent();
            double before = management.metric("lock_acquisitions_total{backend=\"database\",outcome=\"contended\"}");

            run.send(1);
            run.awaitEnd(1, AttemptOutcome.CONTENDED);

            assertThat(management.metric("lock_acquisitions_total{backend=\"database\",outcome=\"contended\"}"))
                    .isEqualTo(before + 1);
        }
    }

    @Test
    void a_task_that_is_redelivered_after_its_invoice_is_a_duplicate() {
        TestRun run = TestRun.begin(servers, "memcached");
        run.send(1);
        run.awaitEnd(1, AttemptOutcome.INVOICED);
        double requestsBefore = acquisitions("memcached");

        run.send(1);
        Attempt again = run.awaitEnd(1, AttemptOutcome.DUPLICATE);

        assertThat(run.invoiced()).containsExactly(1);
        assertThat(again.acquiredAt()).isNull();
        assertThat(again.workDone()).isFalse();
        assertThat(acquisitions("memcached")).isEqualTo(requestsBefore);
    }

    @Test
    void a_contended_task_that_is_redelivered_ends_without_a_lock_request() {
        TestRun run = TestRun.begin(servers, "memcached");
        try (LockClient other = servers.locks("memcached")) {
            Lease lease = other.tryAcquire(LockRequest.of(run.lockName()).timeToLive(LONG))
                    .orElseThrow();
            run.send(1);
            run.awaitEnd(1, AttemptOutcome.CONTENDED);
            lease.close();
        }
        double requestsBefore = acquisitions("memcached");

        run.send(1);
        run.awaitEnd(1, AttemptOutcome.DUPLICATE);

        assertThat(run.invoiced()).isEmpty();
        assertThat(acquisitions("memcached")).isEqualTo(requestsBefore);
        assertThat(run.verdict(1).counts().contended()).isEqualTo(1);
    }

    @Test
    void a_task_whose_invoice_was_written_while_it_waited_is_a_duplicate_without_work() {
        TestRun run = TestRun.begin(servers, "database", 20, 5_000, false);
        run.recordAttempt(1, null, true);
        try (LockClient earlier = servers.locks("database")) {
            Lease lease = earlier.tryAcquire(LockRequest.of(run.lockName()).timeToLive(run.timeToLive()))
                    .orElseThrow();
            run.send(1);
            await().atMost(TestWorker.LIMIT).until(() -> run.attempts(1).size() == 2);
            insertInvoiceByAnotherWorker(run);
            lease.close();
        }

        Attempt attempt = run.awaitEnd(1, AttemptOutcome.DUPLICATE);

        assertThat(attempt.acquiredAt()).isNotNull();
        assertThat(attempt.workDone()).isFalse();
        awaitReleased(run, worker.bean(LockClients.class).get("database"));
    }

    @Test
    void a_task_whose_invoice_was_written_during_its_work_is_a_duplicate_with_work() {
        TestRun run = TestRun.begin(servers, "database", 3_000, 60_000, false);
        run.send(1);
        run.awaitHold(1);
        insertInvoiceByAnotherWorker(run);

        Attempt attempt = run.awaitEnd(1, AttemptOutcome.DUPLICATE);

        assertThat(attempt.workDone()).isTrue();
        assertThat(run.invoiced()).containsExactly(1);
    }

    @Test
    void with_fencing_an_invoice_with_a_smaller_token_is_rejected() {
        TestRun run = TestRun.begin(servers, "database", 20, 60_000, true);
        insertFence(run, Long.MAX_VALUE);

        run.send(1);
        Attempt attempt = run.awaitEnd(1, AttemptOutcome.FENCED);

        assertThat(run.invoiced()).isEmpty();
        assertThat(attempt.workDone()).isFalse();
        assertThat(fenceToken(run)).isEqualTo(Long.MAX_VALUE);
        awaitReleased(run, worker.bean(LockClients.class).get("database"));
    }

    @Test
    void without_fencing_an_invoice_with_a_smaller_token_is_written_and_the_fence_is_unchanged() {
        TestRun run = TestRun.begin(servers, "database", 20, 60_000, false);
        insertFence(run, Long.MAX_VALUE);

        run.send(1);
        run.awaitEnd(1, AttemptOutcome.INVOICED);

        assertThat(run.invoiced()).containsExactly(1);
        assertThat(fenceToken(run)).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_invoice_raises_the_fence_to_its_token(boolean fencing) {
        TestRun run = TestRun.begin(servers, "database", 20, 60_000, fencing);

        run.send(1);
        Attempt first = run.awaitEnd(1, AttemptOutcome.INVOICED);
        assertThat(fenceToken(run)).isEqualTo(first.token());
        run.send(2);
        Attempt second = run.awaitEnd(2, AttemptOutcome.INVOICED);

        assertThat(second.token()).isGreaterThan(Objects.requireNonNull(first.token()));
        assertThat(fenceToken(run)).isEqualTo(second.token());
    }

    @Test
    void a_task_whose_run_is_cleared_during_the_work_writes_no_invoice() {
        TestRun run = TestRun.begin(servers, "database", 3_000, 60_000, false);
        run.send(1);
        run.awaitHold(1);

        run.clear();

        await().atMost(TestWorker.LIMIT).until(() -> servers.queued(RaceQueues.DEAD_LETTERS) == 1);
        assertThat(run.invoiced()).isEmpty();
        servers.admin().purgeQueue(RaceQueues.DEAD_LETTERS);
    }

    private double acquisitions(String backend) {
        return List.of("acquired", "contended", "failed").stream()
                .mapToDouble(outcome -> management.metric(
                        "lock_acquisitions_total{backend=\"%s\",outcome=\"%s\"}".formatted(backend, outcome)))
                .sum();
    }

    private void awaitReleased(TestRun run, LockClient client) {
        await().atMost(Duration.ofSeconds(5))
                .until(() -> client.tryAcquire(LockRequest.of(run.lockName()).timeToLive(LONG))
                        .map(Lease::release)
                        .orElse(false));
    }

    private void insertInvoiceByAnotherWorker(TestRun run) {
        servers.jdbc()
                .sql("""
                insert into invoice (run_id, task_number, backend, lock_name, title, worker)
                values (:run, 1, 'database', :lock, 'by another', 'another')
                """)
                .param("run", run.id())
                .param("lock", run.lockName())
                .update();
    }

    private void insertFence(TestRun run, long token) {
        servers.jdbc()
                .sql("insert into fence (backend, lock_name, token) values ('database', :lock, :token)")
                .param("lock", run.lockName())
                .param("token", token)
                .update();
    }

    private long fenceToken(TestRun run) {
        return servers.jdbc()
                .sql("select token from fence where backend = 'database' and lock_name = :lock")
                .param("lock", run.lockName())
                .query(Long.class)
                .single();
    }
}
