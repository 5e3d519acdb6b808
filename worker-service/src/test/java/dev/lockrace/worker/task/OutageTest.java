package dev.lockrace.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.lock.LockClient;
import dev.lockrace.race.AttemptOutcome;
import dev.lockrace.race.EventLog.Attempt;
import dev.lockrace.race.RaceQueues;
import dev.lockrace.race.Verdict.Kind;
import dev.lockrace.worker.testbed.TestRun;
import dev.lockrace.worker.testbed.TestServers;
import dev.lockrace.worker.testbed.TestWorker;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.amqp.core.Message;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class OutageTest {

    private static final long RECEIVE_MILLIS = 20_000;
    private static final String CONTENDED_METRIC = "tasks_total{outcome=\"contended\"}";

    private final TestServers bench = TestServers.start();
    private final TestWorker worker = start(1_000);

    @AfterEach
    void repair() {
        Stream.of(bench.database(), bench.broker(), bench.memcached()).forEach(it -> it.start());
        bench.declareQueues();
        worker.startConsuming();
        worker.awaitReady();
        await().atMost(TestWorker.LIMIT).until(() -> bench.queued(RaceQueues.TASKS) == 0);
    }

    @AfterAll
    void stop() {
        worker.close();
        bench.close();
    }

    @Test
    void without_the_lock_server_a_task_is_neither_lost_nor_skipped_and_is_done_when_it_is_back() {
        TestRun run = TestRun.begin(bench, "memcached");
        double contendedBefore = worker.management().metric(CONTENDED_METRIC);
        bench.memcached().stop();
        run.send(1);
        await().atMost(TestWorker.LIMIT).until(() -> run.attempts(1).size() >= 3);
        assertThat(bench.queued(RaceQueues.TASKS)).isEqualTo(1);
        assertThat(run.verdict(1).ended()).isFalse();

        bench.memcached().start();
        run.awaitEnd(1, AttemptOutcome.INVOICED);

        assertThat(run.invoiced()).containsExactly(1);
        assertThat(run.attempts())
                .extracting(Attempt::outcome)
                .containsOnlyOnce(AttemptOutcome.INVOICED)
                .containsOnly(AttemptOutcome.FAILED, AttemptOutcome.UNKNOWN, AttemptOutcome.INVOICED);
        assertThat(worker.management().metric(CONTENDED_METRIC)).isEqualTo(contendedBefore);
    }

    @Test
    void a_task_whose_lock_server_stays_down_goes_to_the_dead_queue_after_its_tries() {
        worker.stopConsuming();
        try (TestWorker impatient = start(4)) {
            TestRun run = TestRun.begin(bench, "memcached");
            bench.memcached().stop();

            run.send(1);
            Message dead = Objects.requireNonNull(bench.rabbit().receive(RaceQueues.DEAD_LETTERS, RECEIVE_MILLIS));

            assertThat(dead.getMessageProperties().<String>getHeader(RaceQueues.REASON_HEADER))
                    .startsWith("Gave up after 4 attempts: ")
                    .contains("backend 'memcached'");
            assertThat(run.attempts()).hasSize(4);
            assertThat(run.verdict(1).counts().failed()).isEqualTo(4);
            TestWorker.eventually(
                    () -> assertThat(impatient.management().metric("tasks_total{outcome=\"dead-lettered\"}"))
                            .isEqualTo(1));
        }
    }

    @Test
    void a_task_whose_database_goes_down_under_the_work_is_done_once_when_it_is_back(CapturedOutput output) {
        TestRun run = TestRun.begin(bench, "memcached", 1_500, 3_000, false);
        run.send(1);
        run.awaitHold(1);

        bench.database().stop();
        await().atMost(TestWorker.LIMIT)
                .until(() -> output.getOut().contains("Task 1 of run %s is tried again".formatted(run.id())));
        bench.database().start();
        run.awaitEnd(1, AttemptOutcome.INVOICED);

        assertThat(run.invoiced()).containsExactly(1);
        assertThat(run.attempts())
                .extracting(Attempt::outcome)
                .as("the first is closed when the database is back")
                .containsExactly(AttemptOutcome.UNKNOWN, AttemptOutcome.INVOICED);
        assertThat(run.verdict(1).counts().peakHolders()).isEqualTo(1);
        assertThat(worker.management().isReady()).isTrue();
    }

    /** Its message was acknowledged, so nobody would do it again. */
    @Test
    void a_task_that_ended_without_an_invoice_has_ended_though_the_database_crashes_right_after() {
        TestRun run = TestRun.begin(bench, "memcached");
        bench.writeBehindBy(Duration.ofSeconds(10));
        try (LockClient other = bench.locks("memcached")) {
            assertThat(other.tryAcquire(run.lockName(), Duration.ofMinutes(1))).isPresent();
            run.send(1);
            run.awaitEnd(1, AttemptOutcome.CONTENDED);

            bench.database().kill();
            bench.database().start();

            assertThat(run.attempts()).extracting(Attempt::outcome).containsExactly(AttemptOutcome.CONTENDED);
        }
    }

    /** Else the task would be skipped, since the lock is held: by its own earlier attempt, of which nobody knew. */
    @Test
    void a_holder_whose_attempt_a_crash_of_the_database_met_waits_for_its_own_lease(CapturedOutput output) {
        TestRun run = TestRun.begin(bench, "memcached", 1_500, 5_000, false);
        bench.writeBehindBy(Duration.ofSeconds(10));
        run.send(1);
        run.awaitHold(1);

        bench.database().kill();
        await().atMost(TestWorker.LIMIT)
                .until(() -> output.getOut().contains("Task 1 of run %s is tried again".formatted(run.id())));
        bench.database().start();
        run.awaitEnd(1, AttemptOutcome.INVOICED);

        assertThat(run.attempts())
                .extracting(Attempt::outcome)
                .startsWith(AttemptOutcome.UNKNOWN)
                .endsWith(AttemptOutcome.INVOICED)
                .doesNotContain((AttemptOutcome) null);
    }

    @Test
    void a_renewal_that_can_not_be_recorded_disturbs_neither_the_lease_nor_the_work(CapturedOutput output) {
        TestRun run = TestRun.begin(bench, "memcached", 15_000, 2_000, false);
        run.send(1);
        run.awaitRenewedHold(1);

        bench.database().stop();
        await().atMost(TestWorker.LIMIT)
                .until(() -> output.getOut()
                        .contains("A renewal of %s is not on record, so its hold will look shorter"
                                .formatted(run.lockName())));
        bench.database().start();
        Attempt attempt = run.awaitEnd(1, AttemptOutcome.INVOICED);

        assertThat(run.attempts()).hasSize(1);
        assertThat(Duration.between(attempt.acquiredAt(), attempt.releasedAt())).isGreaterThanOrEqualTo(run.hold());
        assertThat(run.verdict(1).counts().staleHolders()).isZero();
    }

    @Test
    void a_worker_consumes_again_after_a_restart_of_the_broker() {
        bench.broker().stop();
        await().atMost(TestWorker.LIMIT).until(() -> !worker.management().isReady());
        assertThat(worker.management().readiness()).contains("\"consuming\":false");

        bench.broker().start();
        worker.awaitReady();

        TestRun run = TestRun.begin(bench, "memcached");
        run.send(1);
        run.awaitEnd(1, AttemptOutcome.INVOICED);
    }

    @Test
    void a_task_in_hand_is_done_once_though_the_broker_restarts_and_sends_it_again() {
        TestRun run = TestRun.begin(bench, "memcached", 2_000, 60_000, false);
        run.send(1);
        run.awaitHold(1);

        bench.broker().stop();
        bench.broker().start();
        bench.declareQueues();
        run.send(1);
        run.awaitEnd(1, AttemptOutcome.DUPLICATE);

        assertThat(run.invoiced()).containsExactly(1);
        assertThat(run.verdict(1).kind()).isNotEqualTo(Kind.WORK_DOUBLED);
        worker.awaitReady();
    }

    private TestWorker start(int attempts) {
        return TestWorker.start(
                bench,
                Stream.concat(
                                Stream.of(TestWorker.IMPATIENT),
                                Stream.of("lockrace.worker.retry.max-attempts=" + attempts))
                        .toArray(String[]::new));
    }
}
