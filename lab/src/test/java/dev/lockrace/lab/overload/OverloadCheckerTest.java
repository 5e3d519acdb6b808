package dev.lockrace.lab.overload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.load.TaskSummary;
import dev.lockrace.lab.load.TaskSummary.TaskOutcome;
import dev.lockrace.lab.overload.SlowDatabase.SlowDatabaseResult;
import dev.lockrace.race.RaceBackend;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Observations without a violation, each then changed in one way that the checker must report. */
class OverloadCheckerTest {

    private static final OverloadOptions OPTIONS = new OverloadOptions(RaceBackend.DATABASE, 4, 10_000);
    private static final BackPressure REJECTED = new BackPressure(500, 0, Map.of(new UUID(0, 1), 10));
    private static final List<Throughput> THROUGHPUTS =
            List.of(new Throughput(Duration.ofSeconds(12), 0, 3, 20), new Throughput(Duration.ZERO, 4_000, 0, 5));
    private static final MemoryUsage WORKER = new MemoryUsage("worker-1", 150, 160, 165, 256);

    @Test
    void an_overload_within_its_limits_has_no_violation() {
        assertThat(check(observation(REJECTED, 10_000, THROUGHPUTS, WORKER, 9_000)))
                .isEmpty();
    }

    @Test
    void a_lost_task_is_reported() {
        assertThat(check(observation(REJECTED, 10_000, THROUGHPUTS, WORKER, 8_999)))
                .containsExactly("10010 tasks were confirmed, but only 1010 ended and 8999 are in the queue");
    }

    @Test
    void more_queued_tasks_than_published_ones_are_reported() {
        assertThat(check(observation(REJECTED, 10_000, THROUGHPUTS, WORKER, 9_001)))
                .containsExactly("9001 tasks are in the queue, but only 9000 of the published tasks have not ended");
    }

    @Test
    void calls_rejected_without_retry_after_are_reported() {
        BackPressure timedOut = new BackPressure(500, 2, Map.of());
        assertThat(check(observation(timedOut, 10_000, THROUGHPUTS, WORKER, 9_000)))
                .containsExactly("2 calls of /hello were neither accepted nor rejected with Retry-After");
    }

    @Test
    void a_queue_that_grows_beyond_its_limit_is_reported() {
        BackPressure accepted = new BackPressure(0, 0, Map.of());
        assertThat(check(observation(accepted, 10_200, THROUGHPUTS, WORKER, 9_000)))
                .containsExactly(
                        "no call of /hello was rejected while the queue was full",
                        "10200 tasks were in the queue, more than the limit of 10000");
    }

    @Test
    void memory_beyond_its_limit_is_reported() {
        MemoryUsage grown = new MemoryUsage("worker-1", 150, 160, 257, 256);
        assertThat(check(observation(REJECTED, 10_000, THROUGHPUTS, grown, 9_000)))
                .containsExactly("worker-1 used 257 MiB of memory, more than the limit of 256 MiB");
    }

    @Test
    void workers_that_do_not_recover_from_a_slow_database_are_reported() {
        List<Throughput> stuck = List.of(THROUGHPUTS.get(0), new Throughput(Duration.ZERO, 0, 0, 5));
        assertThat(check(observation(REJECTED, 10_000, stuck, WORKER, 9_000)))
                .containsExactly("no task ended after the database was fast again");
    }

    @Test
    void dead_lettered_tasks_and_unclosed_attempts_are_reported() {
        TaskSummary tasks = tasks(
                Map.of(TaskOutcome.INVOICED, 1_000, TaskOutcome.DEAD_LETTERED, 10, TaskOutcome.PENDING, 9_000),
                Map.of("worker-1", 1));
        OverloadObservation observation = new OverloadObservation(
                new FillResult(100, 0, 0, Map.of()),
                2,
                REJECTED,
                10_000,
                new SlowDatabaseResult(THROUGHPUTS, 4),
                List.of(WORKER),
                9_000,
                tasks);
        assertThat(check(observation))
                .containsExactly(
                        "worker-1 stopped gracefully, but left 1 attempt unclosed",
                        "10 tasks were dead-lettered, although the database was only slow");
    }

    private static List<String> check(OverloadObservation observation) {
        return OverloadChecker.check(OPTIONS, observation);
    }

    private static OverloadObservation observation(
            BackPressure backPressure, long maxQueued, List<Throughput> throughputs, MemoryUsage memory, long queued) {
        TaskSummary tasks = tasks(
                Map.of(TaskOutcome.INVOICED, 1_000, TaskOutcome.CONTENDED, 10, TaskOutcome.PENDING, 9_000), Map.of());
        return new OverloadObservation(
                new FillResult(100, 0, 0, Map.of()),
                2,
                backPressure,
                maxQueued,
                new SlowDatabaseResult(throughputs, 4),
                List.of(memory),
                queued,
                tasks);
    }

    private static TaskSummary tasks(Map<TaskOutcome, Integer> taskOutcomes, Map<String, Integer> unclosed) {
        return new TaskSummary(10_010, taskOutcomes, 0, 0, 0, 1_000, 0, 0, 0, 0, 0, Map.of(), unclosed);
    }
}
