package dev.lockrace.lab.faults.broken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.fault.lock.BrokenLock;
import dev.lockrace.lab.faults.experiment.Expectation;
import dev.lockrace.lab.faults.experiment.Experiment;
import dev.lockrace.lab.faults.fault.Faults;
import dev.lockrace.race.RaceBackend;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrokenLockExperimentsTest {

    @Test
    void every_broken_lock_has_an_experiment() {
        assertThat(BrokenLockExperiments.all())
                .extracting(BrokenLockExperiment::lock)
                .contains(BrokenLock.values());
    }

    @Test
    void the_expected_result_of_a_broken_lock_differs_from_that_of_a_correct_one() {
        assertThat(BrokenLockExperiments.all()).allSatisfy(broken -> {
            Experiment experiment = broken.experiment();
            assertThat(experiment.fault().expected(experiment.backend(), experiment.fencing()))
                    .map(Expectation::result)
                    .hasValueSatisfying(correct ->
                            assertThat(experiment.expected().result()).isNotEqualTo(correct));
        });
    }

    @Test
    void experiments_are_selected_by_fault_and_backend() {
        var killed = List.of(Faults.find("holder-killed").orElseThrow());

        assertThat(BrokenLockExperiments.among(killed, List.of(RaceBackend.REDIS)))
                .extracting(BrokenLockExperiment::lock)
                .containsExactly(BrokenLock.HOLDER_TIMER_EXPIRY, BrokenLock.HALVED_TIME_TO_LIVE);
        assertThat(BrokenLockExperiments.among(killed, List.of(RaceBackend.MEMCACHED)))
                .isEmpty();
    }
}
