package dev.lockrace.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lockrace.lab.faults.fault.Fault;
import dev.lockrace.lab.faults.fault.Faults;
import dev.lockrace.lab.faults.fault.Result;
import dev.lockrace.lab.faults.result.CellResult;
import dev.lockrace.lab.faults.result.FaultWindow;
import dev.lockrace.lab.faults.result.Timeline;
import dev.lockrace.lab.faults.result.Timeline.BarKind;
import dev.lockrace.lab.faults.result.Timeline.MarkKind;
import dev.lockrace.race.AttemptOutcome;
import dev.lockrace.race.RaceBackend;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The fault lasts from 500 to 5,000. */
class CellJudgeTest {

    private static final FaultWindow WINDOW = new FaultWindow(Races.at(500), Races.at(5_000));

    private static CellResult judge(Races race) {
        return judge("holder-frozen", race);
    }

    private static CellResult judge(String id, Races race) {
        Fault fault = Faults.find(id).orElseThrow();
        Cell cell = new Cell(
                fault,
                RaceBackend.REDIS,
                false,
                fault.expected(RaceBackend.REDIS, false).orElseThrow());
        return new CellJudge(cell, WINDOW, race.struck(), race.report()).judge();
    }

    @Test
    void held_when_the_holder_did_its_work_and_others_asked_meanwhile_and_afterwards() {
        CellResult result = judge(new Races()
                .held(1, 0, 2_900L, AttemptOutcome.INVOICED)
                .asked(2, 1_000, AttemptOutcome.CONTENDED)
                .held(3, 5_100, 6_000L, AttemptOutcome.INVOICED));

        assertThat(result.result()).isEqualTo(Result.HELD);
        assertThat(result.isAsExpected()).isFalse();
        assertThat(result.explanation()).isEqualTo("worker-1 kept the lock and did its work");
    }

    @Test
    void late_when_the_holder_was_never_heard_of_again_and_its_task_was_done_by_another() {
        CellResult result = judge(new Races()
                .held(1, 0, null, null)
                .asked(2, 1_000, AttemptOutcome.CONTENDED)
                .held(1, 5_100, 6_000L, AttemptOutcome.INVOICED));

        assertThat(result.result()).isEqualTo(Result.LATE);
        assertThat(result.isAsExpected()).isTrue();
        assertThat(result.explanation())
                .isEqualTo("worker-1 was never heard of again; the next was granted the lock when that lease was over");
    }

    @Test
    void lease_lost_when_another_was_granted_the_lock_before_the_lease_was_over_and_the_holder_gave_up() {
        CellResult result = judge(new Races()
                .held(1, 0, 1_500L, AttemptOutcome.LOST)
                .held(2, 1_000, 2_900L, AttemptOutcome.INVOICED)
                .held(1, 5_100, 6_000L, AttemptOutcome.INVOICED));

        assertThat(result.result()).isEqualTo(Result.LEASE_LOST);
        assertThat(result.witnesses()).singleElement().asString().contains("both held it for 490 ms");
    }

    @Test
    void broken_when_two_did_the_work_at_the_same_time() {
        CellResult result = judge(new Races()
                .held(1, 0, 2_900L, AttemptOutcome.INVOICED)
                .held(2, 1_000, 2_500L, AttemptOutcome.INVOICED)
                .asked(3, 5_100, AttemptOutcome.CONTENDED));

        assertThat(result.result()).isEqualTo(Result.BROKEN);
        assertThat(result.explanation()).contains("both held it for 1490 ms");
    }

    @Test
    void broken_when_another_was_granted_the_lock_before_the_lease_was_over_though_nobody_wrote_wrongly() {
        CellResult result = judge(new Races()
                .held(1, 0, null, null)
                .held(2, 1_000, 1_500L, AttemptOutcome.INVOICED)
                .held(1, 5_100, 6_000L, AttemptOutcome.INVOICED));

        assertThat(result.result()).isEqualTo(Result.BROKEN);
    }

    @Test
    void broken_when_the_holder_wrote_after_a_later_one() {
        CellResult result = judge(new Races()
                .held(2, 3_500, 4_500L, AttemptOutcome.INVOICED)
                .held(1, 0, 5_000L, AttemptOutcome.INVOICED)
                .asked(4, 4_000, AttemptOutcome.CONTENDED)
                .asked(3, 5_100, AttemptOutcome.CONTENDED));

        assertThat(result.result()).isEqualTo(Result.BROKEN);
        assertThat(result.explanation()).contains("was committed after that of task 2, which got the lock later");
        assertThat(Objects.requireNonNull(result.counts()).peakHolders()).isEqualTo(1);
    }

    @Test
    void safe_when_such_a_write_was_refused() {
        Races race = new Races()
                .heldUnder(7, 1, 0, 5_000, AttemptOutcome.FENCED)
                .heldUnder(8, 2, 3_500, 4_500, AttemptOutcome.INVOICED)
                .asked(3, 4_000, AttemptOutcome.CONTENDED)
                .asked(4, 5_100, AttemptOutcome.CONTENDED);

        CellResult result = judge(race);

        assertThat(result.result()).isEqualTo(Result.SAFE_BY_FENCING);
        assertThat(result.explanation()).isEqualTo("the invoice of worker-1 under token 7 was refused");
    }

    @Test
    void inconclusive_when_nobody_asked_while_the_fault_lasted() {
        CellResult result = judge(new Races()
                .held(1, 0, 4_000L, AttemptOutcome.INVOICED)
                .asked(2, 100, AttemptOutcome.CONTENDED)
                .asked(3, 5_100, AttemptOutcome.CONTENDED));

        assertThat(result.result()).isEqualTo(Result.INCONCLUSIVE);
        assertThat(result.explanation()).isEqualTo("nobody asked for the lock while the fault lasted");
    }

    @Test
    void inconclusive_when_nobody_asked_afterwards() {
        CellResult result =
                judge(new Races().held(1, 0, 4_000L, AttemptOutcome.INVOICED).asked(2, 600, AttemptOutcome.CONTENDED));

        assertThat(result.result()).isEqualTo(Result.INCONCLUSIVE);
        assertThat(result.explanation()).isEqualTo("nobody asked for the lock after the fault");
    }

    @Test
    void inconclusive_when_the_fault_missed_what_it_was_for() {
        CellResult result = judge(
                "answer-lost",
                new Races()
                        .held(1, 0, 4_000L, AttemptOutcome.INVOICED)
                        .asked(2, 600, AttemptOutcome.CONTENDED)
                        .asked(3, 5_100, AttemptOutcome.CONTENDED));

        assertThat(result.result()).isEqualTo(Result.INCONCLUSIVE);
        assertThat(result.explanation()).isEqualTo("no try for the lock lost its answer");
    }

    @Test
    void work_lost_when_nothing_was_invoiced_or_a_task_is_dead() {
        assertThat(judge(new Races()
                                .held(1, 0, null, null)
                                .asked(1, 4_500, AttemptOutcome.CONTENDED)
                                .asked(2, 5_100, AttemptOutcome.CONTENDED))
                        .result())
                .isEqualTo(Result.WORK_LOST);
        assertThat(judge(new Races()
                                .held(1, 0, 2_900L, AttemptOutcome.INVOICED)
                                .asked(2, 1_000, AttemptOutcome.DEAD_LETTERED)
                                .asked(3, 2_000, AttemptOutcome.CONTENDED)
                                .asked(4, 5_100, AttemptOutcome.CONTENDED))
                        .result())
                .isEqualTo(Result.WORK_LOST);
    }

    @Test
    void the_timeline_has_holds_belief_invoices_and_tries() {
        Timeline timeline = Objects.requireNonNull(judge(new Races()
                        .held(1, 0, 5_000L, AttemptOutcome.LOST)
                        .asked(2, 1_000, AttemptOutcome.CONTENDED)
                        .asked(3, 2_000, AttemptOutcome.UNKNOWN)
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
                        tuple("worker-1", BarKind.BELIEF, 3_000L, 5_000L),
                        tuple("worker-2", BarKind.HOLD, 5_110L, 6_000L));
        assertThat(timeline.marks())
                .extracting(Timeline.Mark::kind, Timeline.Mark::at)
                .containsExactly(
                        tuple(MarkKind.CONTENDED, 1_000L),
                        tuple(MarkKind.NO_ANSWER, 2_000L),
                        tuple(MarkKind.INVOICE, 6_000L));
    }
}
