package dev.lockrace.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.event.EventLog.Attempt;
import dev.lockrace.race.task.RaceQueues;
import dev.lockrace.race.verdict.Verdict.Kind;
import dev.lockrace.servers.postgres.ReadOnlySessions;
import dev.lockrace.worker.testbed.TestRun;
import dev.lockrace.worker.testbed.TestServers;
import dev.lockrace.worker.testbed.TestWorker;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.amqp.core.Message;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@Tag("process")
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class OutageTest {

    private static final long RECEIVE_MILLIS = 20_000;
    private static final String CONTENDED_METRIC = "tasks_total{outcome=\"contended\"}";

    private final TestServers servers = TestServers.start();
    private final TestWorker worker = start(1_000);

    @AfterEach
    void repair() {
        Stream.of(servers.database(), servers.broker(), servers.memcached()).forEach(it -> it.start());
        servers.declareQueues();
        worker.startConsuming();
        worker.awaitReady();
        await().atMost(TestWorker.LIMIT).until(() -> servers.queued(RaceQueues.TASKS) == 0);
    }

    @AfterAll
    void stop() {
        worker.close();
        servers.close();
    }

    @Test
    void readiness_names_each_server_that_does_not_answer() {
        servers.memcached().stop();
        TestWorker.eventually(() -> assertThat(worker.management().readiness())
                .containsPattern("\"memcached\":\"[^\"]+ backend 'memcached'")
                .contains("\"redis\":\"reachable\"", "\"db\":{\"details\":{\"database\":", "OUT_OF_SERVICE"));

        servers.memcached().start();
        worker.awaitReady();
        servers.database().stop();
        TestWorker.eventually(() -> assertThat(worker.management().readiness())
                .contains("\"db\":{\"details\":{\"error\":", "\"status\":\"DOWN\""));

        servers.database().start();
        worker.awaitReady();
    }

    @Test
    void a_task_is_neither_lost_nor_skipped_while_the_lock_server_is_down_and_is_processed_when_it_is_back() {
        TestRun run = TestRun.begin(servers, "memcached");
        double contendedBefore = worker.management().metric(CONTENDED_METRIC);
        servers.memcached().stop();
        run.send(1);
        await().atMost(TestWorker.LIMIT).until(() -> run.attempts(1).size() >= 3);
        assertThat(servers.queued(RaceQueues.TASKS)).isEqualTo(1);
        assertThat(run.verdict(1).ended()).isFalse();

        servers.memcached().start();
        run.awaitEnd(1, AttemptOutcome.INVOICED);

        assertThat(run.invoiced()).containsExactly(1);
        assertThat(run.attempts())
                .extracting(Attempt::outcome)
                .containsOnlyOnce(AttemptOutcome.INVOICED)
                .containsOnly(AttemptOutcome.FAILED, AttemptOutcome.UNKNOWN, AttemptOutcome.INVOICED);
        assertThat(worker.management().metric(CONTENDED_METRIC)).isEqualTo(contendedBefore);
    }

    @Test
    void a_task_whose_lock_server_stays_down_is_dead_lettered_after_the_maximum_number_of_attempts() {
        worker.stopConsuming();
        try (TestWorker otherWorker = start(4)) {
            TestRun run = TestRun.begin(servers, "memcached");
            servers.memcached().stop();

            run.send(1);
            Message deadLetter =
                    Objects.requireNonNull(servers.rabbit().receive(RaceQueues.DEAD_LETTERS, RECEIVE_MILLIS));

            assertThat(deadLetter.getMessageProperties().<String>getHeader(RaceQueues.REASON_HEADER))
                    .startsWith("Failed after 4 attempts: ")
                    .contains("backend 'memcached'");
            assertThat(run.attempts()).hasSize(4);
            assertThat(run.verdict(1).counts().failed()).isEqualTo(4);
            TestWorker.eventually(
                    () -> assertThat(otherWorker.management().metric("tasks_total{outcome=\"dead-lettered\"}"))
                            .isEqualTo(1));
        }
    }

    @Test
    void a_task_whose_database_goes_down_during_the_work_is_completed_once_when_it_is_back(CapturedOutput output) {
        TestRun run = TestRun.begin(servers, "memcached", 1_500, 3_000, false);
        run.send(1);
        run.awaitHold(1);

        servers.database().stop();
        await().atMost(TestWorker.LIMIT)
                .until(() -> output.getOut().contains("Task 1 of run %s failed, retrying".formatted(run.id())));
        servers.database().start();
        run.awaitEnd(1, AttemptOutcome.INVOICED);

        assertThat(run.invoiced()).containsExactly(1);
        assertThat(run.attempts())
                .extracting(Attempt::outcome)
                .as("the first attempt is closed when the database is back")
                .containsExactly(AttemptOutcome.UNKNOWN, AttemptOutcome.INVOICED);
        assertThat(run.verdict(1).counts().peakHolders()).isEqualTo(1);
        assertThat(worker.management().isReady()).isTrue();
    }

    @Test
    void a_task_is_processed_after_a_failover_that_left_open_connections_on_a_read_only_server(CapturedOutput output) {
        TestRun run = TestRun.begin(servers, "memcached");
        try (ReadOnlySessions failover =
                ReadOnlySessions.begin(servers.database().endpoint())) {
            run.send(1);
            await().atMost(TestWorker.LIMIT)
                    .until(() -> output.getOut().contains("Task 1 of run %s failed, retrying".formatted(run.id())));
            failover.endForNewSessions();
            run.awaitEnd(1, AttemptOutcome.INVOICED);

            assertThat(run.invoiced()).containsExactly(1);
        }
    }

    /** The message was acknowledged, so that no worker would process the task again. */
    @Test
    void the_end_of_a_task_without_an_invoice_survives_a_crash_of_the_database() {
        TestRun run = TestRun.begin(servers, "memcached");
        servers.delayAsynchronousCommits(Duration.ofSeconds(10));
        try (LockClient other = servers.locks("memcached")) {
            assertThat(other.tryAcquire(LockRequest.of(run.lockName()).timeToLive(Duration.ofMinutes(1))))
                    .isPresent();
            run.send(1);
            run.awaitEnd(1, AttemptOutcome.CONTENDED);

            servers.database().kill();
            servers.database().start();

            assertThat(run.attempts()).extracting(Attempt::outcome).containsExactly(AttemptOutcome.CONTENDED);
        }
    }

    /** If the crash lost the attempt, the retry would skip the task, contended by the lease of that attempt. */
    @Test
    void the_start_of_an_attempt_survives_a_crash_of_the_database_and_the_retry_waits_for_its_lease(
            CapturedOutput output) {
        TestRun run = TestRun.begin(servers, "memcached", 1_500, 5_000, false);
        servers.delayAsynchronousCommits(Duration.ofSeconds(10));
        run.send(1);
        run.awaitHold(1);

        servers.database().kill();
        await().atMost(TestWorker.LIMIT)
                .until(() -> output.getOut().contains("Task 1 of run %s failed, retrying".formatted(run.id())));
        servers.database().start();
        run.awaitEnd(1, AttemptOutcome.INVOICED);

        assertThat(run.attempts())
                .extracting(Attempt::outcome)
                .startsWith(AttemptOutcome.UNKNOWN)
                .endsWith(AttemptOutcome.INVOICED)
                .doesNotContain((AttemptOutcome) null);
    }

    @Test
    void a_renewal_that_cannot_be_recorded_affects_neither_the_lease_nor_the_work(CapturedOutput output) {
        TestRun run = TestRun.begin(servers, "memcached", 15_000, 2_000, false);
        run.send(1);
        run.awaitRenewedHold(1);

        servers.database().stop();
        await().atMost(TestWorker.LIMIT)
                .until(() -> output.getOut()
                        .contains(
                                "Cannot record a renewal by task 1 of run %s, the recorded hold of lock %s will be too short"
                                        .formatted(run.id(), run.lockName())));
        servers.database().start();
        Attempt attempt = run.awaitEnd(1, AttemptOutcome.INVOICED);

        assertThat(run.attempts()).hasSize(1);
        assertThat(Duration.between(attempt.acquiredAt(), attempt.releasedAt())).isGreaterThanOrEqualTo(run.hold());
        assertThat(run.verdict(1).counts().staleHolders()).isZero();
    }

    @Test
    void a_worker_consumes_again_after_a_restart_of_the_broker() {
        servers.broker().stop();
        await().atMost(TestWorker.LIMIT).until(() -> !worker.management().isReady());
        assertThat(worker.management().readiness()).contains("\"consuming\":false");

        servers.broker().start();
        worker.awaitReady();

        TestRun run = TestRun.begin(servers, "memcached");
        run.send(1);
        run.awaitEnd(1, AttemptOutcome.INVOICED);
    }

    @Test
    void a_task_in_progress_is_completed_once_when_the_broker_restarts_and_redelivers_it() {
        TestRun run = TestRun.begin(servers, "memcached", 2_000, 60_000, false);
        run.send(1);
        run.awaitHold(1);

        servers.broker().stop();
        servers.broker().start();
        servers.declareQueues();
        run.send(1);
        run.awaitEnd(1, AttemptOutcome.DUPLICATE);

        assertThat(run.invoiced()).containsExactly(1);
        assertThat(run.verdict(1).kind()).isNotEqualTo(Kind.WORK_DOUBLED);
        worker.awaitReady();
    }

    private TestWorker start(int attempts) {
        return TestWorker.start(
                servers,
                Stream.concat(
                                Stream.of(TestWorker.shortTimeouts()),
                                Stream.of("lockrace.worker.retry.max-attempts=" + attempts))
                        .toArray(String[]::new));
    }
}
