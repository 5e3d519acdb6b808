package dev.lockrace.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.faults.fault.Fault;
import dev.lockrace.lab.faults.fault.Faults;
import dev.lockrace.lab.faults.fault.Result;
import dev.lockrace.lab.faults.result.CellResult;
import dev.lockrace.lab.faults.result.FaultWindow;
import dev.lockrace.race.AttemptOutcome;
import dev.lockrace.race.RaceBackend;
import org.junit.jupiter.api.Test;

/** What a broken lock shows of itself, and a right one does not. The fault lasts from 500 to 7,000. */
class BrokenLockJudgedTest {

    private static final FaultWindow WINDOW = new FaultWindow(Races.at(500), Races.at(7_000));

    private static CellResult judge(String id, Races race) {
        Fault fault = Faults.find(id).orElseThrow();
        Cell cell = new Cell(
                fault,
                RaceBackend.REDIS,
                false,
                fault.expected(RaceBackend.REDIS, false).orElseThrow());
        return new CellJudge(cell, WINDOW, race.struck(), race.report()).judge();
    }

    private static Races lostAndThen(long asked, AttemptOutcome outcome) {
        return new Races()
                .held(1, 0, 2_980L, AttemptOutcome.LOST)
                .asked(2, 100, AttemptOutcome.CONTENDED)
                .asked(3, asked, outcome)
                .held(4, 7_500, 7_900L, AttemptOutcome.INVOICED)
                .held(1, 8_000, 8_900L, AttemptOutcome.INVOICED)
                .asked(3, 8_500, AttemptOutcome.CONTENDED);
    }

    @Test
    void to_be_turned_away_by_a_server_that_answers_nobody_is_dishonest() {
        CellResult result = judge("lock-server-frozen", lostAndThen(2_000, AttemptOutcome.CONTENDED));

        assertThat(result.result()).isEqualTo(Result.DISHONEST);
        assertThat(result.explanation())
                .isEqualTo("worker-3 was told that another held the lock, while the lock server answered nobody");
    }

    @Test
    void to_be_told_nothing_by_it_is_not() {
        assertThat(judge("lock-server-frozen", lostAndThen(2_000, AttemptOutcome.UNKNOWN))
                        .result())
                .isEqualTo(Result.LATE);
    }

    @Test
    void nor_is_an_answer_that_it_may_have_given_just_before_it_fell_silent() {
        assertThat(judge("lock-server-frozen", lostAndThen(900, AttemptOutcome.CONTENDED))
                        .result())
                .isEqualTo(Result.LATE);
    }

    @Test
    void nor_one_that_it_may_have_given_when_it_was_back() {
        assertThat(judge("lock-server-frozen", lostAndThen(5_000, AttemptOutcome.CONTENDED))
                        .result())
                .isEqualTo(Result.LATE);
    }

    @Test
    void nor_any_answer_under_a_fault_that_leaves_the_server_alone() {
        assertThat(judge("holder-frozen", lostAndThen(2_000, AttemptOutcome.CONTENDED))
                        .result())
                .isEqualTo(Result.LATE);
    }

    private static Races answerLostAndNextAsked(long asked) {
        return new Races()
                .held(1, 0, 4_000L, AttemptOutcome.INVOICED)
                .asked(2, 4_200, AttemptOutcome.UNKNOWN)
                .asked(3, 1_000, AttemptOutcome.CONTENDED)
                .held(4, asked, asked + 2_000, AttemptOutcome.INVOICED)
                .held(2, asked + 2_100, asked + 2_500, AttemptOutcome.INVOICED);
    }

    @Test
    void a_lock_that_was_blocked_by_a_grant_of_which_nobody_knew_is_late() {
        CellResult result = judge("answer-lost", answerLostAndNextAsked(7_100));

        assertThat(result.result()).isEqualTo(Result.LATE);
        assertThat(result.explanation())
                .isEqualTo("worker-1 gave the lock back, and nobody got it for 3.1 s: a grant that nobody knew of");
    }

    @Test
    void one_whose_unknown_grant_was_taken_back_is_not() {
        assertThat(judge("answer-lost", answerLostAndNextAsked(6_100)).result()).isEqualTo(Result.HELD);
    }
}
