package dev.lockrace.worker.shutdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockClient;
import dev.lockrace.race.AttemptOutcome;
import dev.lockrace.race.EventLog.Attempt;
import dev.lockrace.race.RaceQueues;
import dev.lockrace.worker.testbed.TestRun;
import dev.lockrace.worker.testbed.TestServers;
import dev.lockrace.worker.testbed.TestWorker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GracefulShutdownTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final TestServers bench = TestServers.shared();

    @ParameterizedTest
    @CsvSource({"2000, 60000", "7000, 3000"})
    void a_hold_that_fits_the_grace_is_finished_and_renewed_until_then(long hold, long timeToLive) {
        TestRun run = TestRun.begin(bench, "database", hold, timeToLive, false);
        try (TestWorker worker = TestWorker.start(bench, "lockrace.worker.shutdown-grace=10s")) {
            run.send(1);
            run.awaitHold(1);

            worker.close();
        }

        assertThat(run.attempts()).extracting(Attempt::outcome).containsExactly(AttemptOutcome.INVOICED);
        assertThat(run.invoiced()).containsExactly(1);
        assertThat(bench.queued(RaceQueues.TASKS)).isZero();
        assertFree(run);
    }

    @Test
    void a_longer_hold_is_given_back_with_its_lease_and_another_worker_does_it() {
        TestRun run = TestRun.begin(bench, "database", 3_000, 60_000, false);
        try (TestWorker worker = TestWorker.start(bench, "lockrace.worker.shutdown-grace=0s")) {
            run.send(1);
            run.awaitHold(1);

            worker.close();
        }

        assertThat(run.attempts()).extracting(Attempt::outcome).containsExactly(AttemptOutcome.REQUEUED);
        assertThat(run.attempts().get(0).releasedAt()).isNotNull();
        assertThat(run.invoiced()).isEmpty();
        assertThat(bench.queued(RaceQueues.TASKS)).isEqualTo(1);
        assertFree(run);
        try (TestWorker another = TestWorker.start(bench, "lockrace.worker.name=another")) {
            assertThat(run.awaitEnd(1, AttemptOutcome.INVOICED).worker()).isEqualTo("another");
            assertThat(run.verdict(1).counts().peakHolders()).isEqualTo(1);
        }
    }

    @Test
    void a_task_that_waits_for_its_own_earlier_lease_is_given_back() {
        TestRun run = TestRun.begin(bench, "database", 20, 60_000, false);
        run.attempted(1, null, true);
        try (LockClient earlier = bench.locks("database");
                TestWorker worker = TestWorker.start(bench)) {
            assertThat(earlier.tryAcquire(run.lockName(), LONG)).isPresent();
            run.send(1);
            await().atMost(TestWorker.LIMIT).until(() -> run.attempts(1).size() == 2);

            worker.close();
        }

        assertThat(run.attempts().get(1).outcome()).isEqualTo(AttemptOutcome.REQUEUED);
        assertThat(bench.queued(RaceQueues.TASKS)).isEqualTo(1);
    }

    @Test
    void a_task_that_is_tried_again_is_given_back() {
        TestRun run = TestRun.begin(bench, "memcached");
        try (TestWorker worker = TestWorker.startWith(
                bench,
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
        assertThat(bench.queued(RaceQueues.TASKS)).isEqualTo(1);
    }

    private void assertFree(TestRun run) {
        try (LockClient client = bench.locks(run.backend())) {
            assertThat(client.tryAcquire(run.lockName(), LONG).map(Lease::release))
                    .contains(true);
        }
    }
}
