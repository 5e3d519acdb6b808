package dev.lockrace.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.fault.lock.BrokenLock;
import dev.lockrace.lab.faults.fault.Expectation;
import dev.lockrace.lab.faults.fault.Faults;
import dev.lockrace.race.RaceBackend;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrokenCasesTest {

    @Test
    void every_broken_lock_is_tried() {
        assertThat(BrokenCases.all()).extracting(BrokenCase::lock).contains(BrokenLock.values());
    }

    @Test
    void a_broken_lock_must_show_by_what_a_right_one_never_leads_to() {
        assertThat(BrokenCases.all()).allSatisfy(broken -> {
            Cell race = broken.race();
            assertThat(race.fault().expected(race.backend(), race.fencing()))
                    .map(Expectation::result)
                    .hasValueSatisfying(
                            right -> assertThat(race.expected().result()).isNotEqualTo(right));
        });
    }

    @Test
    void those_are_chosen_whose_fault_and_backend_are_wanted() {
        var killed = List.of(Faults.find("holder-killed").orElseThrow());

        assertThat(BrokenCases.among(killed, List.of(RaceBackend.REDIS)))
                .extracting(BrokenCase::lock)
                .containsExactly(BrokenLock.ENDS_BY_THE_HOLDERS_TIMER, BrokenLock.HALF_THE_TIME_TO_LIVE);
        assertThat(BrokenCases.among(killed, List.of(RaceBackend.MEMCACHED))).isEmpty();
    }
}
