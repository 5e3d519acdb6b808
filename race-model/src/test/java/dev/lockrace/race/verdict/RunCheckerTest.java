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
    void verdict_is_held_when_one_attempt_holds_the_lock_and_another_is_contended() {
        Verdict verdict =
                EventLogBuilder.of(2).worked(1, 0, 1, 100).contended(2, 50).verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
        assertThat(verdict.explanation()).isEqualTo("one holder at a time");
        assertThat(verdict.witnesses()).isEmpty();
        assertThat(verdict.ended()).isTrue();
        assertThat(verdict.counts()).isEqualTo(new Verdict.Counts(2, 1, 1, 0, 0, 1, 1, 0));
    }

    @Test
    void verdict_is_held_with_several_invoices_when_holders_follow_one_another() {
        Verdict verdict = EventLogBuilder.of(3)
                .worked(1, 0, 1, 100)
                .contended(2, 50)
                .worked(3, 150, 151, 250)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
        assertThat(verdict.explanation()).isEqualTo("one holder at a time, 2 invoices");
        assertThat(verdict.counts().peakHolders()).isEqualTo(1);
    }

    @Test
    void adjacent_holds_do_not_overlap() {
        Verdict verdict = EventLogBuilder.of(2)
                .worked(1, 0, 1, 100)
                .worked(2, 50, 100, 200)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
        assertThat(verdict.counts().peakHolders()).isEqualTo(1);
    }

    @Test
    void verdict_is_broken_when_two_holds_overlap() {
        Verdict verdict =
                EventLogBuilder.of(2).worked(1, 0, 1, 100).worked(2, 2, 3, 90).verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.BROKEN);
        assertThat(verdict.explanation()).isEqualTo("the lock had 2 holders at the same time");
        assertThat(verdict.witnesses())
                .containsExactly("worker-1 (task 1) and worker-2 (task 2) both held the lock for 87 ms from "
                        + EventLogBuilder.at(3));
        assertThat(verdict.counts().peakHolders()).isEqualTo(2);
    }

    @Test
    void verdict_is_broken_even_while_tasks_are_pending() {
        Verdict verdict =
                EventLogBuilder.of(3).inProgress(1, 0, 1).inProgress(2, 0, 2).verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.BROKEN);
        assertThat(verdict.ended()).isFalse();
    }

    @Test
    void verdict_is_broken_when_another_run_held_the_same_lock_at_the_same_time() {
        Verdict verdict = EventLogBuilder.of(1)
                .workedInAnotherRun(7, 0, 1, 100)
                .worked(1, 10, 11, 110)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.BROKEN);
        assertThat(verdict.witnesses()).singleElement().asString().contains("worker-7", "worker-1");
        assertThat(verdict.counts().acquired()).isEqualTo(1);
        assertThat(verdict.counts().invoices()).isEqualTo(1);
    }

    @Test
    void verdict_is_broken_when_an_invoice_was_committed_with_a_smaller_token() {
        Verdict verdict = EventLogBuilder.of(3)
                .workedWithToken(6, 1, 0, 1, 100)
                .contended(2, 50)
                .workedWithToken(5, 3, 150, 151, 250)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.BROKEN);
        assertThat(verdict.explanation())
                .isEqualTo("a stale holder committed an invoice after a later holder had committed one");
        assertThat(verdict.witnesses())
                .containsExactly("the invoice of task 3 was committed with token 5 after an invoice with token 6");
        assertThat(verdict.counts().peakHolders()).isEqualTo(1);
    }

    @Test
    void verdict_is_broken_without_tokens_when_an_invoice_was_committed_after_one_of_a_later_holder() {
        Verdict verdict = EventLogBuilder.of(3)
                .contended(3, 500)
                .worked(2, 1_100, 1_110, 1_500)
                .worked(1, 0, 10, 2_000)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.BROKEN);
        assertThat(verdict.counts().peakHolders()).isEqualTo(1);
        assertThat(verdict.witnesses())
                .containsExactly(
                        "the invoice of task 1 was committed after that of task 2, which acquired the lock later");
    }

    @Test
    void verdict_is_held_without_tokens_when_a_stale_holder_committed_before_the_next_holder() {
        Verdict verdict = EventLogBuilder.of(3)
                .contended(3, 500)
                .worked(1, 0, 10, 1_200)
                .worked(2, 1_100, 1_110, 1_500)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
        assertThat(verdict.counts().staleHolders()).isEqualTo(1);
    }

    @Test
    void verdict_is_broken_when_another_run_of_the_same_lock_had_committed_with_a_greater_token() {
        Verdict verdict = EventLogBuilder.of(1)
                .invoicedInAnotherRunWithToken(6)
                .workedWithToken(5, 1, 0, 1, 100)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.BROKEN);
        assertThat(verdict.witnesses())
                .containsExactly("the invoice of task 1 was committed with token 5 after an invoice with token 6");
        assertThat(verdict.counts().invoices()).isEqualTo(1);
    }

    @Test
    void the_same_token_twice_is_one_lease() {
        Verdict verdict = EventLogBuilder.of(3)
                .workedWithToken(5, 1, 0, 1, 100)
                .contended(2, 50)
                .workedWithToken(5, 3, 150, 151, 250)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
    }

    @Test
    void a_hold_ends_one_time_to_live_after_its_request() {
        Verdict verdict = EventLogBuilder.of(2)
                .worked(1, 0, 600, 5_000)
                .worked(2, 900, 1_000, 1_100)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
    }

    @Test
    void a_hold_lasts_until_its_time_to_live_ends() {
        Verdict verdict = EventLogBuilder.of(2)
                .worked(1, 0, 600, 5_000)
                .worked(2, 900, 999, 1_100)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.BROKEN);
        assertThat(verdict.witnesses()).singleElement().asString().contains("for 1 ms");
    }

    @Test
    void a_hold_of_another_run_ends_by_that_run_s_time_to_live() {
        Verdict verdict = EventLogBuilder.of(2)
                .inProgressInAnotherRun(200, 7, 0, 1)
                .worked(1, 250, 251, 350)
                .contended(2, 300)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
    }

    @Test
    void a_fenced_stale_holder_is_counted_and_does_not_break_the_lock() {
        Verdict verdict = EventLogBuilder.of(3)
                .held(1, 0, 1, 1_300, AttemptOutcome.FENCED)
                .contended(2, 500)
                .worked(3, 1_100, 1_101, 1_200)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
        assertThat(verdict.counts().staleHolders()).isEqualTo(1);
    }

    @Test
    void a_holder_that_acquired_after_its_lease_had_expired_is_counted_as_stale() {
        Verdict verdict = EventLogBuilder.of(1)
                .held(1, 0, 1_100, 1_200, AttemptOutcome.LOST)
                .verdict();

        assertThat(verdict.counts().staleHolders()).isEqualTo(1);
        assertThat(verdict.counts().peakHolders()).isZero();
    }

    @Test
    void verdict_is_held_when_the_task_of_a_killed_holder_is_redone_after_its_lease() {
        Verdict verdict = EventLogBuilder.of(2)
                .inProgress(1, 0, 1)
                .contended(2, 50)
                .worked(1, 1_000, 1_001, 1_101)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
        assertThat(verdict.counts().acquired()).isEqualTo(2);
        assertThat(verdict.counts().staleHolders()).isZero();
    }

    @Test
    void a_renewed_hold_lasts_beyond_its_first_time_to_live() {
        Verdict verdict = EventLogBuilder.of(2)
                .worked(1, 0, 1, 3_000)
                .renewed(2_900)
                .contended(2, 2_000)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
        assertThat(verdict.counts().staleHolders()).isZero();
    }

    @Test
    void verdict_is_broken_when_another_hold_overlaps_the_renewed_part_of_a_hold() {
        Verdict verdict = EventLogBuilder.of(2)
                .worked(1, 0, 1, 3_000)
                .renewed(2_900)
                .worked(2, 2_000, 2_001, 2_101)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.BROKEN);
        assertThat(verdict.witnesses())
                .containsExactly("worker-1 (task 1) and worker-2 (task 2) both held the lock for 100 ms from "
                        + EventLogBuilder.at(2_001));
    }

    @Test
    void the_renewed_hold_of_a_killed_holder_ends_one_time_to_live_after_the_last_recorded_renewal() {
        Verdict verdict = EventLogBuilder.of(2)
                .inProgress(1, 0, 1)
                .renewed(2_000)
                .contended(2, 1_500)
                .worked(1, 2_900, 3_000, 3_100)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
        assertThat(verdict.counts().acquired()).isEqualTo(2);
    }

    @Test
    void verdict_is_broken_when_another_hold_starts_before_the_renewed_lease_of_a_killed_holder_can_have_expired() {
        Verdict verdict = EventLogBuilder.of(2)
                .inProgress(1, 0, 1)
                .renewed(2_000)
                .worked(2, 2_900, 2_999, 3_100)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.BROKEN);
        assertThat(verdict.witnesses()).singleElement().asString().contains("for 1 ms");
    }

    @Test
    void a_paused_holder_becomes_stale_when_its_renewed_lease_expires() {
        Verdict verdict = EventLogBuilder.of(3)
                .held(1, 0, 1, 3_001, AttemptOutcome.FENCED)
                .renewed(2_000)
                .contended(2, 1_500)
                .worked(3, 3_000, 3_001, 3_100)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
        assertThat(verdict.counts().staleHolders()).isEqualTo(1);
    }

    @Test
    void verdict_is_work_lost_when_all_tasks_ended_without_an_invoice() {
        Verdict verdict = EventLogBuilder.of(2).contended(1, 0).contended(2, 0).verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.WORK_LOST);
        assertThat(verdict.explanation()).isEqualTo("no invoice, although no task is pending");
    }

    @Test
    void verdict_is_work_doubled_when_the_work_of_a_task_was_completed_twice() {
        Verdict verdict = EventLogBuilder.of(2)
                .worked(1, 0, 1, 100)
                .contended(2, 50)
                .workedAgain(1, 150, 151, 250)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.WORK_DOUBLED);
        assertThat(verdict.witnesses()).containsExactly("the work of task 1 was completed 2 times");
    }

    @Test
    void a_duplicate_that_did_no_work_does_not_double_the_work() {
        Verdict verdict = EventLogBuilder.of(2)
                .worked(1, 0, 1, 100)
                .contended(2, 50)
                .ended(1, 150, AttemptOutcome.DUPLICATE)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
    }

    @Test
    void verdict_is_inconclusive_without_contention_as_with_a_single_worker() {
        Verdict verdict = EventLogBuilder.of(2)
                .worked(1, 0, 1, 100)
                .worked(2, 101, 102, 202)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.INCONCLUSIVE);
        assertThat(verdict.explanation())
                .isEqualTo("no contention: no attempt requested the lock while another held it");
        assertThat(verdict.ended()).isTrue();
    }

    @Test
    void verdict_is_held_when_attempts_were_contended_before_the_holder_recorded_its_hold() {
        Verdict verdict = EventLogBuilder.of(3)
                .worked(1, 0, 60, 160)
                .contended(2, 5)
                .contended(3, 20)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
    }

    @Test
    void verdict_is_inconclusive_when_attempts_were_contended_without_a_recorded_holder() {
        Verdict verdict = EventLogBuilder.of(3)
                .contended(2, 5)
                .worked(1, 10, 11, 100)
                .contended(3, 150)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.INCONCLUSIVE);
    }

    @Test
    void an_attempt_does_not_contend_with_its_own_hold() {
        Verdict verdict = EventLogBuilder.of(1).worked(1, 1, 1, 100).verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.INCONCLUSIVE);
    }

    @ParameterizedTest
    @EnumSource(
            value = AttemptOutcome.class,
            mode = Mode.INCLUDE,
            names = {"FAILED", "UNKNOWN", "DUPLICATE", "DEAD_LETTERED", "REQUEUED"})
    void verdict_is_inconclusive_when_the_attempts_during_a_hold_got_no_answer_from_the_lock(AttemptOutcome outcome) {
        Verdict verdict = EventLogBuilder.of(2)
                .worked(1, 0, 1, 100)
                .ended(2, 50, outcome)
                .contended(2, 150)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.INCONCLUSIVE);
    }

    @Test
    void verdict_is_inconclusive_while_tasks_are_pending() {
        Verdict verdict = EventLogBuilder.of(3)
                .worked(1, 0, 1, 100)
                .ended(2, 50, AttemptOutcome.FAILED)
                .contended(3, 50)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.INCONCLUSIVE);
        assertThat(verdict.explanation()).isEqualTo("the run has not ended: 1 of 3 tasks is pending");
        assertThat(verdict.ended()).isFalse();
        assertThat(verdict.counts().failed()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(AttemptOutcome.class)
    void a_run_ends_when_every_task_has_ended(AttemptOutcome outcome) {
        Verdict verdict = EventLogBuilder.of(1).ended(1, 0, outcome).verdict();

        assertThat(verdict.ended()).isEqualTo(outcome.endsTask());
    }

    @Test
    void verdict_is_inconclusive_while_tasks_are_being_published() {
        Verdict verdict = EventLogBuilder.of(1).publishing().contended(1, 0).verdict();

        assertThat(verdict.explanation()).isEqualTo("the run has not ended: its tasks are still being published");
        assertThat(verdict.ended()).isFalse();
    }

    @Test
    void a_run_does_not_wait_for_unconfirmed_tasks() {
        Verdict verdict = EventLogBuilder.of(3)
                .unconfirmed(3)
                .worked(1, 0, 1, 100)
                .contended(2, 50)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
        assertThat(verdict.ended()).isTrue();
    }

    @Test
    void an_unconfirmed_task_that_ends_does_not_count_as_a_confirmed_one() {
        Verdict verdict = EventLogBuilder.of(3)
                .unconfirmed(3)
                .worked(1, 0, 1, 100)
                .contended(3, 50)
                .verdict();

        assertThat(verdict.ended()).isFalse();
        assertThat(verdict.explanation()).isEqualTo("the run has not ended: 1 of 2 tasks is pending");
        assertThat(verdict.counts().contended()).isEqualTo(1);
    }

    @Test
    void verdict_is_inconclusive_when_no_task_was_confirmed_or_attempted() {
        Verdict verdict = EventLogBuilder.of(2).unconfirmed(1, 2).verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.INCONCLUSIVE);
        assertThat(verdict.explanation()).isEqualTo("no task was attempted");
        assertThat(verdict.ended()).isTrue();
    }

    @Test
    void a_dead_letter_that_was_sent_again_is_pending() {
        Verdict verdict = EventLogBuilder.of(2)
                .worked(1, 0, 1, 100)
                .ended(2, 50, AttemptOutcome.RETRIED)
                .verdict();

        assertThat(verdict.explanation()).isEqualTo("the run has not ended: 1 of 2 tasks is pending");
        assertThat(verdict.counts().deadLettered()).isZero();
    }

    @Test
    void verdict_is_inconclusive_when_all_tasks_are_dead_lettered() {
        Verdict verdict = EventLogBuilder.of(2)
                .ended(1, 0, AttemptOutcome.FAILED)
                .ended(1, 0, AttemptOutcome.DEAD_LETTERED)
                .ended(2, 0, AttemptOutcome.DEAD_LETTERED)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.INCONCLUSIVE);
        assertThat(verdict.explanation()).isEqualTo("no invoice, and 2 tasks were dead-lettered");
        assertThat(verdict.counts().deadLettered()).isEqualTo(2);
        assertThat(verdict.ended()).isTrue();
    }

    @Test
    void verdict_is_inconclusive_when_another_run_held_the_same_lock_throughout() {
        Verdict verdict = EventLogBuilder.of(1)
                .workedInAnotherRun(7, 0, 1, 100)
                .contended(1, 50)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.INCONCLUSIVE);
        assertThat(verdict.explanation()).isEqualTo("no invoice, because another run held the same lock");
    }

    @Test
    void verdict_is_inconclusive_when_the_only_holder_was_fenced_by_another_run() {
        Verdict verdict =
                EventLogBuilder.of(1).held(1, 0, 1, 100, AttemptOutcome.FENCED).verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.INCONCLUSIVE);
    }

    @Test
    void verdict_is_held_when_the_contention_was_with_a_hold_of_another_run() {
        Verdict verdict = EventLogBuilder.of(2)
                .workedInAnotherRun(7, 0, 1, 100)
                .contended(1, 50)
                .worked(2, 150, 151, 250)
                .verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.HELD);
    }

    /** A comparison of every attempt with every hold would take minutes. */
    @Test
    void judges_100_000_tasks_within_10_seconds() {
        int tasks = 100_000;
        EventLogBuilder story = EventLogBuilder.of(tasks);
        for (int task = 1; task <= tasks; task++) {
            story.worked(task, 3L * task, 3L * task + 1, 3L * task + 2);
        }

        long startedAt = System.nanoTime();
        Verdict verdict = story.verdict();

        assertThat(verdict.kind()).isEqualTo(Kind.INCONCLUSIVE);
        assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(Duration.ofSeconds(10));
    }
}
