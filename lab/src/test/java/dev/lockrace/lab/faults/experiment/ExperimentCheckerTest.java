package dev.lockrace.lab.faults.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lockrace.lab.faults.fault.Faults;
import dev.lockrace.lab.faults.result.ExperimentResult;
import dev.lockrace.lab.faults.result.FaultWindow;
import dev.lockrace.lab.faults.result.Result;
import dev.lockrace.lab.faults.result.Timeline;
import dev.lockrace.lab.faults.result.Timeline.BarKind;
import dev.lockrace.lab.faults.result.Timeline.MarkKind;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.event.AttemptOutcome;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The checker of a fault that lasts from 500 to 5,000 ms. */
class ExperimentCheckerTest {

    private static final FaultWindow WINDOW = new FaultWindow(Races.at(500), Races.at(5_000));

    private static ExperimentResult check(Races race) {
        return check("holder-paused", race);
    }

    private static ExperimentResult check(String id, Races race) {
        Fault fault = Faults.find(id).orElseThrow();
        Experiment experiment = new Experiment(
                fault,
                RaceBackend.REDIS,
                false,
                fault.expected(RaceBackend.REDIS, false).orElseThrow());
        return new ExperimentChecker(experiment, WINDOW, race.affected(), race.report()).check();
    }

    @Test
    void result_is_held_when_the_holder_did_its_work_under_contention() {
        ExperimentResult result = check(new Races()
                .held(1, 0, 2_900L, AttemptOutcome.INVOICED)
                .requested(2, 1_000, AttemptOutcome.CONTENDED)
                .held(3, 5_100, 6_000L, AttemptOutcome.INVOICED));

        assertThat(result.result()).isEqualTo(Result.HELD);
        assertThat(result.isAsExpected()).isFalse();
        assertThat(result.explanation()).isEqualTo("worker-1 kept the lock and did its work");
    }

    @Test
    void result_is_late_when_the_attempt_never_ended_and_another_worker_did_the_task() {
        ExperimentResult result = check(new Races()
                .held(1, 0, null, null)
                .requested(2, 1_000, AttemptOutcome.CONTENDED)
                .held(1, 5_100, 6_000L, AttemptOutcome.INVOICED));

        assertThat(result.result()).isEqualTo(Result.LATE);
        assertThat(result.isAsExpected()).isTrue();
        assertThat(result.explanation())
                .isEqualTo(
                        "worker-1 never ended its attempt; the next worker acquired the lock after that lease had ended");
    }

    @Test
    void result_is_lease_lost_when_the_lock_was_granted_during_the_lease_and_the_holder_gave_up() {
        ExperimentResult result = check(new Races()
                .held(1, 0, 1_500L, AttemptOutcome.LOST)
                .held(2, 1_000, 2_900L, AttemptOutcome.INVOICED)
                .held(1, 5_100, 6_000L, AttemptOutcome.INVOICED));

        assertThat(result.result()).isEqualTo(Result.LEASE_LOST);
        assertThat(result.witnesses()).singleElement().asString().contains("both held the lock for 490 ms");
    }

    @Test
    void result_is_broken_when_two_did_the_work_at_the_same_time() {
        ExperimentResult result = check(new Races()
                .held(1, 0, 2_900L, AttemptOutcome.INVOICED)
                .held(2, 1_000, 2_500L, AttemptOutcome.INVOICED)
                .requested(3, 5_100, AttemptOutcome.CONTENDED));

        assertThat(result.result()).isEqualTo(Result.BROKEN);
        assertThat(result.explanation()).contains("both held the lock for 1490 ms");
    }

    @Test
    void result_is_broken_when_the_lock_was_granted_during_the_lease_even_without_an_unsafe_write() {
        ExperimentResult result = check(new Races()
                .held(1, 0, null, null)
                .held(2, 1_000, 1_500L, AttemptOutcome.INVOICED)
                .held(1, 5_100, 6_000L, AttemptOutcome.INVOICED));

        assertThat(result.result()).isEqualTo(Result.BROKEN);
    }

    @Test
    void result_is_broken_when_the_holder_wrote_after_a_later_holder() {
        ExperimentResult result = check(new Races()
                .held(2, 3_500, 4_500L, AttemptOutcome.INVOICED)
                .held(1, 0, 5_000L, AttemptOutcome.INVOICED)
                .requested(4, 4_000, AttemptOutcome.CONTENDED)
                .requested(3, 5_100, AttemptOutcome.CONTENDED));

        assertThat(result.result()).isEqualTo(Result.BROKEN);
        assertThat(result.explanation()).contains("was committed after that of task 2, which acquired the lock later");
        assertThat(Objects.requireNonNull(result.counts()).peakHolders()).isEqualTo(1);
    }

    @Test
    void result_is_safe_when_a_late_write_was_rejected_by_its_token() {
        Races race = new Races()
                .heldWithToken(7, 1, 0, 5_000, AttemptOutcome.FENCED)
                .heldWithToken(8, 2, 3_500, 4_500, AttemptOutcome.INVOICED)
                .requested(3, 4_000, AttemptOutcome.CONTENDED)
                .requested(4, 5_100, AttemptOutcome.CONTENDED);

        ExperimentResult result = check(race);

        assertThat(result.result()).isEqualTo(Result.SAFE_BY_FENCING);
        assertThat(result.explanation()).isEqualTo("the invoice of worker-1 with token 7 was rejected");
    }

    @Test
    void result_is_inconclusive_without_contention_during_the_fault() {
        ExperimentResult result = check(new Races()
                .held(1, 0, 4_000L, AttemptOutcome.INVOICED)
                .requested(2, 100, AttemptOutcome.CONTENDED)
                .requested(3, 5_100, AttemptOutcome.CONTENDED));

        assertThat(result.result()).isEqualTo(Result.INCONCLUSIVE);
        assertThat(result.explanation()).isEqualTo("no task contended for the lock during the fault");
    }

    @Test
    void result_is_inconclusive_without_contention_after_the_fault() {
        ExperimentResult result = check(
                new Races().held(1, 0, 4_000L, AttemptOutcome.INVOICED).requested(2, 600, AttemptOutcome.CONTENDED));

        assertThat(result.result()).isEqualTo(Result.INCONCLUSIVE);
        assertThat(result.explanation()).isEqualTo("no task contended for the lock after the fault");
    }

    @Test
    void result_is_inconclusive_when_the_fault_did_not_have_its_effect() {
        ExperimentResult result = check(
                "response-lost",
                new Races()
                        .held(1, 0, 4_000L, AttemptOutcome.INVOICED)
                        .requested(2, 600, AttemptOutcome.CONTENDED)
                        .requested(3, 5_100, AttemptOutcome.CONTENDED));

        assertThat(result.result()).isEqualTo(Result.INCONCLUSIVE);
        assertThat(result.explanation()).isEqualTo("no acquisition lost its response");
    }

    @Test
    void result_is_work_lost_without_an_invoice_or_with_a_dead_lettered_task() {
        assertThat(check(new Races()
                                .held(1, 0, null, null)
                                .requested(1, 4_500, AttemptOutcome.CONTENDED)
                                .requested(2, 5_100, AttemptOutcome.CONTENDED))
                        .result())
                .isEqualTo(Result.WORK_LOST);
        assertThat(check(new Races()
                                .held(1, 0, 2_900L, AttemptOutcome.INVOICED)
                                .requested(2, 1_000, AttemptOutcome.DEAD_LETTERED)
                                .requested(3, 2_000, AttemptOutcome.CONTENDED)
                                .requested(4, 5_100, AttemptOutcome.CONTENDED))
                        .result())
                .isEqualTo(Result.WORK_LOST);
    }

    @Test
    void the_timeline_has_holds_stale_holders_invoices_and_requests() {
        Timeline timeline = Objects.requireNonNull(check(new Races()
                        .held(1, 0, 5_000L, AttemptOutcome.LOST)
                        .requested(2, 1_000, AttemptOutcome.CONTENDED)
                        .requested(3, 2_000, AttemptOutcome.UNKNOWN)
                        .held(2, 5_100, 6_000L, AttemptOutcome.INVOICED))
                .timeline());

        assertThat(timeline.faultFrom()).isEqualTo(500);
        assertThat(timeline.faultTo()).isEqualTo(5_000);
        assertThat(timeline.end()).isEqualTo(6_000);
        assertThat(timeline.workers()).containsExactly("worker-1", "worker-2", "worker-3");
        assertThat(timeline.bars())
                .extracting(Timeline.Bar::worker, Timeline.Bar::kind, Timeline.Bar::from, Timeline.Bar::to)
                .containsExactly(
                        tuple("worker-1", BarKind.HOLD, 10L, 3_000L),
                        tuple("worker-1", BarKind.STALE_HOLDER, 3_000L, 5_000L),
                        tuple("worker-2", BarKind.HOLD, 5_110L, 6_000L));
        assertThat(timeline.marks())
                .extracting(Timeline.Mark::kind, Timeline.Mark::at)
                .containsExactly(
                        tuple(MarkKind.CONTENDED, 1_000L),
                        tuple(MarkKind.NO_ANSWER, 2_000L),
                        tuple(MarkKind.INVOICE, 6_000L));
    }
}
