package dev.lockrace.lab.faults.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.faults.fault.Faults;
import dev.lockrace.race.event.AttemptOutcome;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How outages at an acquisition or a release are judged. The holder releases the lock after 3 s. */
class OutageTest {

    private static Races race() {
        return new Races().held(1, 0, 3_000L, AttemptOutcome.INVOICED);
    }

    private static Optional<String> missed(String fault, Races race) {
        return Faults.find(fault).orElseThrow().missed(race.report().events(), race.affected());
    }

    private static Optional<String> delayed(String fault, Races race) {
        return Faults.find(fault).orElseThrow().delayed(race.report().events(), race.affected());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "outage-while-acquiring",
                "outage-while-acquiring-refused",
                "outage-while-releasing",
                "outage-while-releasing-refused"
            })
    void a_lock_is_delayed_that_is_not_free_10_s_after_the_first_answer(String fault) {
        Races race = race().requested(2, 3_100, AttemptOutcome.UNKNOWN).requested(3, 13_000, AttemptOutcome.CONTENDED);

        assertThat(delayed(fault, race))
                .hasValueSatisfying(how -> assertThat(how).contains("no worker acquired"));
        assertThat(missed(fault, race)).isEmpty();
        race.held(4, 20_000, 24_000L, AttemptOutcome.INVOICED);
        assertThat(delayed(fault, race)).isEmpty();
    }

    @Test
    void a_lock_is_delayed_that_another_worker_acquires_too_late() {
        Races race =
                race().requested(2, 13_000, AttemptOutcome.CONTENDED).held(3, 26_000, 29_000L, AttemptOutcome.INVOICED);

        assertThat(delayed("outage-while-releasing", race))
                .contains("worker-1 released the lock, but it was blocked for 13.0 s after the outage");
    }

    @Test
    void the_outage_missed_the_release_if_the_server_answers_soon_after_it() {
        Races race = race().held(2, 3_200, 6_000L, AttemptOutcome.INVOICED);

        assertThat(missed("outage-while-releasing", race)).contains("the lock was released before the outage");
    }

    @Test
    void the_outage_missed_the_acquisition_if_no_request_had_an_unknown_outcome() {
        Races race =
                race().requested(2, 3_100, AttemptOutcome.FAILED).held(3, 14_000, 17_000L, AttemptOutcome.INVOICED);

        assertThat(missed("outage-while-acquiring", race)).contains("no acquisition lost its response");
        assertThat(missed("outage-while-releasing", race)).isEmpty();
    }
}
