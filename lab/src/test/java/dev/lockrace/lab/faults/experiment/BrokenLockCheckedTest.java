package dev.lockrace.lab.faults.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.faults.fault.Faults;
import dev.lockrace.lab.faults.result.ExperimentResult;
import dev.lockrace.lab.faults.result.FaultWindow;
import dev.lockrace.lab.faults.result.Result;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.event.AttemptOutcome;
import org.junit.jupiter.api.Test;

/** The events of broken locks, which differ from those of correct ones. The fault lasts from 500 to 7,000 ms. */
class BrokenLockCheckedTest {

    private static final FaultWindow WINDOW = new FaultWindow(Races.at(500), Races.at(7_000));

    private static ExperimentResult check(String id, Races race) {
        Fault fault = Faults.find(id).orElseThrow();
        Experiment experiment = new Experiment(
                fault,
                RaceBackend.REDIS,
                false,
                fault.expected(RaceBackend.REDIS, false).orElseThrow());
        return new ExperimentChecker(experiment, WINDOW, race.affected(), race.report()).check();
    }

    private static Races lostAndThenRequested(long requested, AttemptOutcome outcome) {
        return new Races()
                .held(1, 0, 2_980L, AttemptOutcome.LOST)
                .requested(2, 100, AttemptOutcome.CONTENDED)
                .requested(3, requested, outcome)
                .held(4, 7_500, 7_900L, AttemptOutcome.INVOICED)
                .held(1, 8_000, 8_900L, AttemptOutcome.INVOICED)
                .requested(3, 8_500, AttemptOutcome.CONTENDED);
    }

    @Test
    void a_contended_answer_while_the_lock_server_is_paused_is_dishonest() {
        ExperimentResult result = check("lock-server-paused", lostAndThenRequested(2_000, AttemptOutcome.CONTENDED));

        assertThat(result.result()).isEqualTo(Result.DISHONEST);
        assertThat(result.explanation())
                .isEqualTo("the lock was reported to worker-3 as contended while the lock server answered no request");
    }

    @Test
    void an_unknown_outcome_while_the_lock_server_is_paused_is_late() {
        assertThat(check("lock-server-paused", lostAndThenRequested(2_000, AttemptOutcome.UNKNOWN))
                        .result())
                .isEqualTo(Result.LATE);
    }

    @Test
    void a_contended_answer_in_the_first_second_of_the_pause_is_late() {
        assertThat(check("lock-server-paused", lostAndThenRequested(900, AttemptOutcome.CONTENDED))
                        .result())
                .isEqualTo(Result.LATE);
    }

    @Test
    void a_contended_answer_that_the_resumed_lock_server_may_have_given_is_late() {
        assertThat(check("lock-server-paused", lostAndThenRequested(5_000, AttemptOutcome.CONTENDED))
                        .result())
                .isEqualTo(Result.LATE);
    }

    @Test
    void a_contended_answer_under_a_fault_of_the_holder_is_late() {
        assertThat(check("holder-paused", lostAndThenRequested(2_000, AttemptOutcome.CONTENDED))
                        .result())
                .isEqualTo(Result.LATE);
    }

    private static Races responseLostAndNextRequested(long requested) {
        return new Races()
                .held(1, 0, 4_000L, AttemptOutcome.INVOICED)
                .requested(2, 4_200, AttemptOutcome.UNKNOWN)
                .requested(3, 1_000, AttemptOutcome.CONTENDED)
                .held(4, requested, requested + 2_000, AttemptOutcome.INVOICED)
                .held(2, requested + 2_100, requested + 2_500, AttemptOutcome.INVOICED);
    }

    @Test
    void a_lock_that_an_orphaned_grant_blocked_is_late() {
        ExperimentResult result = check("response-lost", responseLostAndNextRequested(7_100));

        assertThat(result.result()).isEqualTo(Result.LATE);
        assertThat(result.explanation())
                .isEqualTo("worker-1 released the lock, but an orphaned grant blocked it for 3.1 s");
    }

    @Test
    void a_lock_whose_orphaned_grant_was_revoked_is_held() {
        assertThat(check("response-lost", responseLostAndNextRequested(6_100)).result())
                .isEqualTo(Result.HELD);
    }
}
