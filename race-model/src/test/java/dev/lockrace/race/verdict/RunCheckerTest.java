package dev.lockrace.race.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.verdict.Verdict.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class RunCheckerTest {

    @Test
    void held_when_one_worked_and_another_found_it_held() {
        Verdict verdict = Story.of(2).worked(1, 0, 1, 100).contended(2, 50).verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
        assertThat(verdict.explanation()).isEqualTo("one holder at a time");
        assertThat(verdict.witnesses()).isEmpty();
        assertThat(verdict.ended()).isTrue();
        assertThat(verdict.counts()).isEqualTo(new Verdict.Counts(2, 1, 1, 0, 0, 1, 1, 0));
    }

    @Test
    void held_and_worked_several_times_when_holders_came_one_after_another() {
        Verdict verdict = Story.of(3)
                .worked(1, 0, 1, 100)
                .contended(2, 50)
                .worked(3, 150, 151, 250)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
        assertThat(verdict.explanation()).isEqualTo("one holder at a time, worked 2 times");
        assertThat(verdict.counts().peakHolders()).isEqualTo(1);
    }

    @Test
    void holds_that_touch_do_not_lie_over_each_other() {
        Verdict verdict =
                Story.of(2).worked(1, 0, 1, 100).worked(2, 50, 100, 200).verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
        assertThat(verdict.counts().peakHolders()).isEqualTo(1);
    }

    @Test
    void broken_when_two_held_it_at_the_same_moment() {
        Verdict verdict = Story.of(2).worked(1, 0, 1, 100).worked(2, 2, 3, 90).verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.BROKEN);
        assertThat(verdict.explanation()).isEqualTo("the lock had 2 holders at the same moment");
        assertThat(verdict.witnesses())
                .containsExactly("worker-1 (task 1) and worker-2 (task 2) both held it for 87 ms from " + Story.at(3));
        assertThat(verdict.counts().peakHolders()).isEqualTo(2);
    }

    @Test
    void broken_already_while_tasks_are_pending() {
        Verdict verdict = Story.of(3).open(1, 0, 1).open(2, 0, 2).verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.BROKEN);
        assertThat(verdict.ended()).isFalse();
    }

    @Test
    void broken_when_a_run_of_the_same_lock_name_held_it_too() {
        Verdict verdict = Story.of(1)
                .workedInAnotherRun(7, 0, 1, 100)
                .worked(1, 10, 11, 110)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.BROKEN);
        assertThat(verdict.witnesses()).singleElement().asString().contains("worker-7", "worker-1");
        assertThat(verdict.counts().acquired()).isEqualTo(1);
        assertThat(verdict.counts().invoices()).isEqualTo(1);
    }

    @Test
    void broken_when_an_invoice_was_committed_under_a_smaller_token() {
        Verdict verdict = Story.of(3)
                .workedUnder(6, 1, 0, 1, 100)
                .contended(2, 50)
                .workedUnder(5, 3, 150, 151, 250)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.BROKEN);
        assertThat(verdict.explanation()).isEqualTo("an invoice was committed by a holder after one of a later holder");
        assertThat(verdict.witnesses())
                .containsExactly("the invoice of task 3 was committed under token 5 after one under token 6");
        assertThat(verdict.counts().peakHolders()).isEqualTo(1);
    }

    @Test
    void broken_without_tokens_when_an_invoice_was_committed_after_one_of_a_later_holder() {
        Verdict verdict = Story.of(3)
                .contended(3, 500)
                .worked(2, 1_100, 1_110, 1_500)
                .worked(1, 0, 10, 2_000)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.BROKEN);
        assertThat(verdict.counts().peakHolders()).isEqualTo(1);
        assertThat(verdict.witnesses())
                .containsExactly("the invoice of task 1 was committed after that of task 2, which got the lock later");
    }

    @Test
    void held_without_tokens_when_a_late_invoice_was_committed_before_the_next_holder_s() {
        Verdict verdict = Story.of(3)
                .contended(3, 500)
                .worked(1, 0, 10, 1_200)
                .worked(2, 1_100, 1_110, 1_500)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
        assertThat(verdict.counts().staleHolders()).isEqualTo(1);
    }

    @Test
    void broken_when_another_run_of_the_lock_name_had_committed_under_a_greater_token() {
        Verdict verdict = Story.of(1)
                .invoicedInAnotherRunUnder(6)
                .workedUnder(5, 1, 0, 1, 100)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.BROKEN);
        assertThat(verdict.witnesses())
                .containsExactly("the invoice of task 1 was committed under token 5 after one under token 6");
        assertThat(verdict.counts().invoices()).isEqualTo(1);
    }

    @Test
    void the_same_token_twice_is_one_lease() {
        Verdict verdict = Story.of(3)
                .workedUnder(5, 1, 0, 1, 100)
                .contended(2, 50)
                .workedUnder(5, 3, 150, 151, 250)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
    }

    @Test
    void a_hold_ends_with_its_time_to_live_counted_from_the_request() {
        Verdict verdict = Story.of(2)
                .worked(1, 0, 600, 5_000)
                .worked(2, 900, 1_000, 1_100)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
    }

    @Test
    void a_hold_lasts_up_to_its_time_to_live() {
        Verdict verdict =
                Story.of(2).worked(1, 0, 600, 5_000).worked(2, 900, 999, 1_100).verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.BROKEN);
        assertThat(verdict.witnesses()).singleElement().asString().contains("for 1 ms");
    }

    @Test
    void a_hold_of_another_run_ends_with_the_time_to_live_of_that_run() {
        Verdict verdict = Story.of(2)
                .openInAnotherRun(200, 7, 0, 1)
                .worked(1, 250, 251, 350)
                .contended(2, 300)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
    }

    @Test
    void the_belief_of_a_frozen_holder_is_counted_and_does_not_convict() {
        Verdict verdict = Story.of(3)
                .held(1, 0, 1, 1_300, AttemptOutcome.FENCED)
                .contended(2, 500)
                .worked(3, 1_100, 1_101, 1_200)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
        assertThat(verdict.counts().staleHolders()).isEqualTo(1);
    }

    @Test
    void a_belief_that_began_after_its_lease_had_ended_is_counted_too() {
        Verdict verdict =
                Story.of(1).held(1, 0, 1_100, 1_200, AttemptOutcome.LOST).verdict();

        assertThat(verdict.counts().staleHolders()).isEqualTo(1);
        assertThat(verdict.counts().peakHolders()).isZero();
    }

    @Test
    void held_when_a_holder_was_killed_and_its_task_was_worked_after_its_lease() {
        Verdict verdict = Story.of(2)
                .open(1, 0, 1)
                .contended(2, 50)
                .worked(1, 1_000, 1_001, 1_101)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
        assertThat(verdict.counts().acquired()).isEqualTo(2);
        assertThat(verdict.counts().staleHolders()).isZero();
    }

    @Test
    void a_renewed_hold_lasts_beyond_its_first_time_to_live() {
        Verdict verdict = Story.of(2)
                .worked(1, 0, 1, 3_000)
                .renewed(2_900)
                .contended(2, 2_000)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
        assertThat(verdict.counts().staleHolders()).isZero();
    }

    @Test
    void broken_when_another_held_it_inside_the_renewed_part_of_a_hold() {
        Verdict verdict = Story.of(2)
                .worked(1, 0, 1, 3_000)
                .renewed(2_900)
                .worked(2, 2_000, 2_001, 2_101)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.BROKEN);
        assertThat(verdict.witnesses())
                .containsExactly(
                        "worker-1 (task 1) and worker-2 (task 2) both held it for 100 ms from " + Story.at(2_001));
    }

    @Test
    void a_renewed_hold_whose_holder_was_killed_ends_a_time_to_live_after_its_last_renewal_on_record() {
        Verdict verdict = Story.of(2)
                .open(1, 0, 1)
                .renewed(2_000)
                .contended(2, 1_500)
                .worked(1, 2_900, 3_000, 3_100)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
        assertThat(verdict.counts().acquired()).isEqualTo(2);
    }

    @Test
    void broken_when_another_held_it_before_the_renewed_lease_of_a_killed_holder_can_have_ended() {
        Verdict verdict = Story.of(2)
                .open(1, 0, 1)
                .renewed(2_000)
                .worked(2, 2_900, 2_999, 3_100)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.BROKEN);
        assertThat(verdict.witnesses()).singleElement().asString().contains("for 1 ms");
    }

    @Test
    void the_belief_of_a_holder_that_froze_after_it_had_renewed_begins_with_the_end_of_its_renewed_lease() {
        Verdict verdict = Story.of(3)
                .held(1, 0, 1, 3_001, AttemptOutcome.FENCED)
                .renewed(2_000)
                .contended(2, 1_500)
                .worked(3, 3_000, 3_001, 3_100)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
        assertThat(verdict.counts().staleHolders()).isEqualTo(1);
    }

    @Test
    void work_lost_when_all_ended_and_nobody_worked() {
        Verdict verdict = Story.of(2).contended(1, 0).contended(2, 0).verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.WORK_LOST);
        assertThat(verdict.explanation()).isEqualTo("no invoice, though nothing is pending");
    }

    @Test
    void work_doubled_when_a_task_was_worked_to_its_end_twice() {
        Verdict verdict = Story.of(2)
                .worked(1, 0, 1, 100)
                .contended(2, 50)
                .workedAgain(1, 150, 151, 250)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.WORK_DOUBLED);
        assertThat(verdict.witnesses()).containsExactly("task 1 was worked 2 times");
    }

    @Test
    void a_duplicate_that_did_no_work_is_no_doubled_work() {
        Verdict verdict = Story.of(2)
                .worked(1, 0, 1, 100)
                .contended(2, 50)
                .ended(1, 150, AttemptOutcome.DUPLICATE)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
    }

    @Test
    void inconclusive_when_no_attempt_fell_inside_anothers_hold_as_with_one_worker() {
        Verdict verdict =
                Story.of(2).worked(1, 0, 1, 100).worked(2, 101, 102, 202).verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.INCONCLUSIVE);
        assertThat(verdict.explanation()).isEqualTo("no attempt fell inside another's hold");
        assertThat(verdict.ended()).isTrue();
    }

    @Test
    void held_when_others_were_turned_away_before_the_holder_had_written_its_hold_down() {
        Verdict verdict = Story.of(3)
                .worked(1, 0, 60, 160)
                .contended(2, 5)
                .contended(3, 20)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
    }

    @Test
    void inconclusive_when_others_were_turned_away_by_nobody_on_record() {
        Verdict verdict = Story.of(3)
                .contended(2, 5)
                .worked(1, 10, 11, 100)
                .contended(3, 150)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.INCONCLUSIVE);
    }

    @Test
    void an_attempt_is_not_inside_its_own_hold() {
        Verdict verdict = Story.of(1).worked(1, 1, 1, 100).verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.INCONCLUSIVE);
    }

    @ParameterizedTest
    @EnumSource(
            value = AttemptOutcome.class,
            mode = Mode.INCLUDE,
            names = {"FAILED", "UNKNOWN", "DUPLICATE", "DEAD_LETTERED", "REQUEUED"})
    void inconclusive_when_what_fell_inside_a_hold_got_no_answer_from_the_lock(AttemptOutcome outcome) {
        Verdict verdict = Story.of(2)
                .worked(1, 0, 1, 100)
                .ended(2, 50, outcome)
                .contended(2, 150)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.INCONCLUSIVE);
    }

    @Test
    void inconclusive_while_tasks_are_pending() {
        Verdict verdict = Story.of(3)
                .worked(1, 0, 1, 100)
                .ended(2, 50, AttemptOutcome.FAILED)
                .contended(3, 50)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.INCONCLUSIVE);
        assertThat(verdict.explanation()).isEqualTo("the run has not ended: 1 of 3 tasks are pending");
        assertThat(verdict.ended()).isFalse();
        assertThat(verdict.counts().failed()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(AttemptOutcome.class)
    void a_run_ends_when_every_task_has_ended(AttemptOutcome outcome) {
        Verdict verdict = Story.of(1).ended(1, 0, outcome).verdict();

        assertThat(verdict.ended()).isEqualTo(outcome.endsTask());
    }

    @Test
    void inconclusive_while_tasks_are_published() {
        Verdict verdict = Story.of(1).publishing().contended(1, 0).verdict();

        assertThat(verdict.explanation()).isEqualTo("the run has not ended: its tasks are still being published");
        assertThat(verdict.ended()).isFalse();
    }

    @Test
    void unconfirmed_tasks_are_not_waited_for() {
        Verdict verdict =
                Story.of(3).unconfirmed(3).worked(1, 0, 1, 100).contended(2, 50).verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
        assertThat(verdict.ended()).isTrue();
    }

    @Test
    void unconfirmed_tasks_that_arrive_do_not_stand_in_for_confirmed_ones() {
        Verdict verdict =
                Story.of(3).unconfirmed(3).worked(1, 0, 1, 100).contended(3, 50).verdict();

        assertThat(verdict.ended()).isFalse();
        assertThat(verdict.explanation()).isEqualTo("the run has not ended: 1 of 2 tasks are pending");
        assertThat(verdict.counts().contended()).isEqualTo(1);
    }

    @Test
    void inconclusive_when_no_task_was_confirmed_or_tried() {
        Verdict verdict = Story.of(2).unconfirmed(1, 2).verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.INCONCLUSIVE);
        assertThat(verdict.explanation()).isEqualTo("no task was tried");
        assertThat(verdict.ended()).isTrue();
    }

    @Test
    void a_dead_task_that_was_sent_again_is_pending() {
        Verdict verdict = Story.of(2)
                .worked(1, 0, 1, 100)
                .ended(2, 50, AttemptOutcome.RETRIED)
                .verdict();

        assertThat(verdict.explanation()).isEqualTo("the run has not ended: 1 of 2 tasks are pending");
        assertThat(verdict.counts().deadLettered()).isZero();
    }

    @Test
    void inconclusive_when_all_tasks_are_dead() {
        Verdict verdict = Story.of(2)
                .ended(1, 0, AttemptOutcome.FAILED)
                .ended(1, 0, AttemptOutcome.DEAD_LETTERED)
                .ended(2, 0, AttemptOutcome.DEAD_LETTERED)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.INCONCLUSIVE);
        assertThat(verdict.explanation()).isEqualTo("no invoice, and 2 of its tasks are dead");
        assertThat(verdict.counts().deadLettered()).isEqualTo(2);
        assertThat(verdict.ended()).isTrue();
    }

    @Test
    void inconclusive_when_another_run_held_the_same_lock_name_all_the_time() {
        Verdict verdict =
                Story.of(1).workedInAnotherRun(7, 0, 1, 100).contended(1, 50).verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.INCONCLUSIVE);
        assertThat(verdict.explanation()).isEqualTo("no invoice, since another run held the same lock name");
    }

    @Test
    void inconclusive_when_the_only_writer_was_fenced_off_by_another_run() {
        Verdict verdict = Story.of(1).held(1, 0, 1, 100, AttemptOutcome.FENCED).verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.INCONCLUSIVE);
    }

    @Test
    void held_when_the_contended_task_met_the_hold_of_another_run() {
        Verdict verdict = Story.of(2)
                .workedInAnotherRun(7, 0, 1, 100)
                .contended(1, 50)
                .worked(2, 150, 151, 250)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
    }

    /** Comparing every attempt with every hold would take minutes. */
    @Test
    void judges_many_tasks_in_a_moment() {
        int tasks = 100_000;
        Story story = Story.of(tasks);
        for (int task = 1; task <= tasks; task++) {
            story.worked(task, 3L * task, 3L * task + 1, 3L * task + 2);
        }

        long startedAt = System.nanoTime();
        Verdict verdict = story.verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.INCONCLUSIVE);
        assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(Duration.ofSeconds(10));
    }
}
