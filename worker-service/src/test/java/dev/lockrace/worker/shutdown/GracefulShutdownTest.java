package dev.lockrace.worker.shutdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.event.EventLog.Attempt;
import dev.lockrace.race.task.RaceQueues;
import dev.lockrace.worker.testbed.TestRun;
import dev.lockrace.worker.testbed.TestServers;
import dev.lockrace.worker.testbed.TestWorker;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.amqp.core.Message;

@Tag("process")
class GracefulShutdownTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final TestServers servers = TestServers.shared();

    @ParameterizedTest
    @CsvSource({"2000, 60000", "7000, 3000"})
    void a_hold_that_ends_within_the_grace_is_finished_and_renewed_meanwhile(long hold, long timeToLive) {
        TestRun run = TestRun.begin(servers, "database", hold, timeToLive, false);
        try (TestWorker worker = TestWorker.start(servers, "lockrace.worker.shutdown-grace=10s")) {
            run.send(1);
            run.awaitHold(1);

            worker.close();
        }

        assertThat(run.attempts()).extracting(Attempt::outcome).containsExactly(AttemptOutcome.INVOICED);
        assertThat(run.invoiced()).containsExactly(1);
        assertThat(servers.queued(RaceQueues.TASKS)).isZero();
        assertReleased(run);
    }

    @Test
    void a_hold_that_exceeds_the_grace_is_requeued_with_its_lease_released_and_another_worker_completes_it() {
        TestRun run = TestRun.begin(servers, "database", 3_000, 60_000, false);
        try (TestWorker worker = TestWorker.start(servers, "lockrace.worker.shutdown-grace=0s")) {
            run.send(1);
            run.awaitHold(1);

            worker.close();
        }

        assertThat(run.attempts()).extracting(Attempt::outcome).containsExactly(AttemptOutcome.REQUEUED);
        assertThat(run.attempts().get(0).releasedAt()).isNotNull();
        assertThat(run.invoiced()).isEmpty();
        assertReleased(run);
        requeueUnchanged();
        try (TestWorker another = TestWorker.start(servers, "lockrace.worker.name=another")) {
            assertThat(run.awaitEnd(1, AttemptOutcome.INVOICED).worker()).isEqualTo("another");
            assertThat(run.verdict(1).counts().peakHolders()).isEqualTo(1);
        }
    }

    @Test
    void a_task_that_waits_for_the_lease_of_its_earlier_attempt_is_requeued() {
        TestRun run = TestRun.begin(servers, "database", 20, 60_000, false);
        run.recordAttempt(1, null, true);
        try (LockClient earlier = servers.locks("database");
                TestWorker worker = TestWorker.start(servers)) {
            assertThat(earlier.tryAcquire(LockRequest.of(run.lockName()).timeToLive(LONG)))
                    .isPresent();
            run.send(1);
            await().atMost(TestWorker.LIMIT).until(() -> run.attempts(1).size() == 2);

            worker.close();
        }

        assertThat(run.attempts().get(1).outcome()).isEqualTo(AttemptOutcome.REQUEUED);
        assertThat(servers.queued(RaceQueues.TASKS)).isEqualTo(1);
    }

    @Test
    void a_task_that_waits_for_its_next_attempt_is_requeued() {
        TestRun run = TestRun.begin(servers, "memcached");
        try (TestWorker worker = TestWorker.startWith(
                servers,
                List.of(),
                "lockrace.lock.memcached.servers=127.0.0.1:1",
                "lockrace.lock.request-timeout=200ms",
                "lockrace.worker.retry.initial-backoff=1m",
                "lockrace.worker.retry.max-backoff=1m")) {
            run.send(1);
            run.awaitEnd(1, AttemptOutcome.FAILED);

            worker.close();
        }

        assertThat(run.attempts()).hasSize(1);
        assertThat(servers.queued(RaceQueues.TASKS)).isEqualTo(1);
    }

    /** A broker counts a message that is returned, and may dead-letter it, so a copy must be in the queue. */
    private void requeueUnchanged() {
        Message task = Objects.requireNonNull(servers.rabbit().receive(RaceQueues.TASKS, LONG.toMillis()));
        assertThat(task.getMessageProperties().isRedelivered())
                .as("redelivered")
                .isFalse();
        assertThat(servers.queued(RaceQueues.TASKS)).isZero();
        servers.rabbit().send(RaceQueues.TASKS, task);
    }

    private void assertReleased(TestRun run) {
        try (LockClient client = servers.locks(run.backend())) {
            assertThat(client.tryAcquire(LockRequest.of(run.lockName()).timeToLive(LONG))
                            .map(Lease::release))
                    .contains(true);
        }
    }
}
