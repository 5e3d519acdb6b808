package dev.lockrace.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.event.EventLog.Attempt;
import dev.lockrace.race.task.RaceQueues;
import dev.lockrace.race.verdict.Verdict;
import dev.lockrace.race.verdict.Verdict.Kind;
import dev.lockrace.worker.testbed.TestRun;
import dev.lockrace.worker.testbed.TestServers;
import dev.lockrace.worker.testbed.TestWorker;
import dev.lockrace.worker.testbed.WorkerProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests mutual exclusion between worker processes, which a lock inside one JVM cannot provide. */
@Tag("process")
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class TwoWorkersTest {

    private static final int TASKS = 10;
    private static final Duration OVERRUN_AND_BUSY_MACHINE = Duration.ofSeconds(9);
    private static final int LAST_BECAUSE_IT_KILLS_A_WORKER = Integer.MAX_VALUE;

    private final TestServers servers = TestServers.shared();
    private final WorkerProcess first = WorkerProcess.start(servers, "first");
    private final WorkerProcess second = WorkerProcess.start(servers, "second");

    TwoWorkersTest() {
        first.awaitReady();
        second.awaitReady();
    }

    @AfterEach
    void every_message_was_acknowledged() {
        await().atMost(TestWorker.LIMIT).until(() -> servers.queued(RaceQueues.TASKS) == 0);
    }

    @AfterAll
    void stop() {
        first.close();
        second.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"database", "memcached", "redis"})
    void L1_ten_tasks_create_one_invoice(String backend) {
        TestRun run = race(backend, 2_000);

        Verdict verdict = run.verdict(TASKS);

        assertThat(verdict.kind()).as(verdict.explanation()).isEqualTo(Kind.HELD);
        assertThat(run.invoiced()).hasSize(1);
        assertThat(verdict.counts()).isEqualTo(new Verdict.Counts(TASKS, 1, 9, 0, 0, 1, 1, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"database", "memcached"})
    void L7_a_hold_longer_than_its_time_to_live_is_renewed_and_excludes_others_until_its_end(String backend) {
        TestRun run = TestRun.begin(servers, backend, 8_000, 3_000, false);
        run.send(1);
        Attempt renewed = run.awaitRenewedHold(1);
        run.send(2, 3);
        run.awaitEnds(3);

        Verdict verdict = run.verdict(3);
        assertThat(verdict.kind()).as(verdict.explanation()).isEqualTo(Kind.HELD);
        assertThat(run.invoiced()).containsExactly(1);
        assertThat(verdict.counts()).isEqualTo(new Verdict.Counts(3, 1, 2, 0, 0, 1, 1, 0));
        Attempt ended = run.attempts(1).get(0);
        assertThat(ended.lastRequestedAt())
                .isAfterOrEqualTo(renewed.lastRequestedAt())
                .isBefore(ended.releasedAt());
        assertThat(renewals(backend, "renewed")).isGreaterThanOrEqualTo(3);
    }

    /** The control experiment: shows that the checker detects a broken lock. */
    @Test
    void ten_tasks_create_several_invoices_with_a_lock_that_is_local_to_a_process() {
        TestRun run = race("local", 300);

        Verdict verdict = run.verdict(TASKS);

        assertThat(verdict.kind()).as(verdict.explanation()).isEqualTo(Kind.BROKEN);
        assertThat(run.invoiced()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(verdict.counts().peakHolders()).isEqualTo(2);
        assertThat(run.attempts()).extracting(Attempt::worker).contains("first", "second");
    }

    @Test
    void a_worker_paused_beyond_its_lease_writes_nothing_and_retries() {
        TestRun run = TestRun.begin(servers, "database", 6_000, 2_000, false);
        run.send(1);
        Attempt paused = run.awaitRenewedHold(1);
        WorkerProcess holder = process(paused);
        holder.pause();
        Attempt meanwhile;
        try {
            awaitReleased(run);
            run.send(2);
            meanwhile = run.awaitEnd(2, AttemptOutcome.INVOICED);
        } finally {
            holder.resume();
        }
        run.awaitEnd(1, AttemptOutcome.INVOICED);

        assertThat(meanwhile.worker()).isNotEqualTo(paused.worker());
        assertThat(run.attempts(1))
                .extracting(Attempt::outcome)
                .containsExactly(AttemptOutcome.LOST, AttemptOutcome.INVOICED);
        assertThat(run.invoiced()).containsExactly(2, 1);
        Verdict verdict = run.verdict(2);
        assertThat(verdict.counts().peakHolders()).isEqualTo(1);
        assertThat(verdict.counts().staleHolders()).isEqualTo(1);
    }

    @Test
    @Order(LAST_BECAUSE_IT_KILLS_A_WORKER)
    void L2_a_task_whose_holder_was_killed_is_completed_soon_after_the_renewed_lease_expired() {
        TestRun run = TestRun.begin(servers, "database", 20_000, 2_000, false);
        run.send(1);
        Attempt killed = run.awaitRenewedHold(1);
        run.send(2, 3, 4, 5, 6, 7, 8, 9, 10);
        for (int task = 2; task <= TASKS; task++) {
            run.awaitEnd(task, AttemptOutcome.CONTENDED);
        }

        Instant kill = Instant.now(); // comparable, since the database runs on the same machine
        process(killed).kill();
        Attempt attempt = run.awaitEnd(1, AttemptOutcome.INVOICED);

        Instant last = Objects.requireNonNull(run.attempts(1).get(0).lastRequestedAt());
        assertThat(attempt.worker()).isNotEqualTo(killed.worker());
        assertThat(attempt.acquiredAt())
                .isBetween(
                        last.plus(run.timeToLive()), kill.plus(run.timeToLive()).plus(OVERRUN_AND_BUSY_MACHINE));
        assertThat(run.invoiced()).containsExactly(1);
        assertThat(run.attempts(1)).extracting(Attempt::outcome).containsExactly(null, AttemptOutcome.INVOICED);
        assertThat(run.verdict(TASKS).kind()).isEqualTo(Kind.HELD);
        assertThat(run.verdict(TASKS).ended()).isTrue();
    }

    private double renewals(String backend, String outcome) {
        String sample = "lock_renewals_total{backend=\"%s\",outcome=\"%s\"}".formatted(backend, outcome);
        return first.management().metric(sample) + second.management().metric(sample);
    }

    private void awaitReleased(TestRun run) {
        try (LockClient other = servers.locks(run.backend())) {
            await().atMost(TestWorker.LIMIT)
                    .until(() -> other.tryAcquire(LockRequest.of(run.lockName()).timeToLive(run.timeToLive()))
                            .map(Lease::release)
                            .orElse(false));
        }
    }

    private WorkerProcess process(Attempt attempt) {
        return attempt.worker().equals("first") ? first : second;
    }

    private TestRun race(String backend, long holdMillis) {
        TestRun run = TestRun.begin(servers, backend, holdMillis, 60_000, false);
        run.send(IntStream.rangeClosed(1, TASKS).toArray());
        run.awaitEnds(TASKS);
        return run;
    }
}
