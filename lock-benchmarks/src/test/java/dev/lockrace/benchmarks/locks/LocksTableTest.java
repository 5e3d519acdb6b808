package dev.lockrace.benchmarks.locks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.benchmarks.subject.Candidate;
import dev.lockrace.benchmarks.subject.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocksTableTest {

    private final List<Sample> samples = new ArrayList<>();

    private void addSamples(Candidate candidate, double bytes, double... perSecond) {
        for (Scenario scenario : Scenario.values()) {
            for (int i = 0; i < perSecond.length; i++) {
                samples.add(
                        new Sample(new BenchmarkCase(Store.DATABASE, scenario, candidate), i + 1, perSecond[i], bytes));
            }
        }
    }

    @Test
    void a_ratio_is_the_median_of_ratios_not_the_ratio_of_medians() {
        addSamples(Candidate.LOCKRACE, 1_000, 900, 300, 400);
        addSamples(Candidate.SHEDLOCK, 2_000, 500, 100, 200);
        addSamples(Candidate.SPRING_INTEGRATION, 3_000, 300, 50, 100);
        addSamples(Candidate.BARE_DRIVER, 500, 1_000, 400, 400);

        String table =
                LocksTable.of(new LocksPlan(List.of(Store.DATABASE), 0, 3, Duration.ZERO, Duration.ZERO), samples);

        assertThat(table)
                .contains("### database: acquire + release, uncontended")
                .contains("### database: tryAcquire of a held lock, 32 contenders")
                .contains("| | pairs/s | ratio to bare driver | ratio to fastest other library (ShedLock) |"
                        + " bytes allocated per operation |")
                .contains("| lockrace | 400 (350 to 650) | 0.90 (0.83 to 0.95) | 2.00 (1.90 to 2.50) | 1,000 |")
                .contains("| ShedLock | 200 (150 to 350) | 0.50 (0.38 to 0.50) | 1 | 2,000 |")
                .contains("| bare driver | 400 (400 to 700) | 1 | 2.00 (2.00 to 3.00) | 500 |");
    }

    @Test
    void a_store_without_other_libraries_has_no_ratio_to_another_library() {
        BenchmarkCase ours = new BenchmarkCase(Store.MEMCACHED, Scenario.UNCONTENDED, Candidate.LOCKRACE);
        for (Scenario scenario : Scenario.values()) {
            samples.add(new Sample(new BenchmarkCase(ours.store(), scenario, Candidate.LOCKRACE), 1, 90, 1));
            samples.add(new Sample(new BenchmarkCase(ours.store(), scenario, Candidate.BARE_DRIVER), 1, 100, 1));
        }

        assertThat(LocksTable.of(new LocksPlan(List.of(Store.MEMCACHED), 0, 1, Duration.ZERO, Duration.ZERO), samples))
                .contains("| lockrace | 90 (90 to 90) | 0.90 (0.90 to 0.90) | no other library | 1 |");
    }
}
