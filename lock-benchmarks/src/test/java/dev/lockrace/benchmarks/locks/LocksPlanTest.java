package dev.lockrace.benchmarks.locks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.benchmarks.subject.Store;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocksPlanTest {

    private final LocksPlan plan =
            new LocksPlan(List.of(Store.values()), 2, 3, Duration.ofSeconds(2), Duration.ofSeconds(2));

    @Test
    void every_round_measures_every_candidate_in_both_scenarios_once() {
        for (int round = 1; round <= 3; round++) {
            List<BenchmarkCase> cases = plan.round(round);
            assertThat(cases).doesNotHaveDuplicates().hasSize(30);
            for (Store store : Store.values()) {
                for (Scenario scenario : Scenario.values()) {
                    assertThat(cases.stream()
                                    .filter(benchmarkCase ->
                                            benchmarkCase.store() == store && benchmarkCase.scenario() == scenario)
                                    .map(BenchmarkCase::candidate))
                            .containsExactlyInAnyOrderElementsOf(store.candidates());
                }
            }
        }
        assertThat(plan.measurements()).isEqualTo(150);
    }

    @Test
    void candidates_of_a_store_and_scenario_follow_one_another_in_an_order_that_differs_between_rounds() {
        List<BenchmarkCase> cases = plan.round(1);
        assertThat(cases.subList(0, 4)).allMatch(benchmarkCase -> benchmarkCase.store() == Store.LOCAL);
        assertThat(cases.subList(0, 4)).allMatch(benchmarkCase -> benchmarkCase.scenario() == Scenario.UNCONTENDED);
        assertThat(IntStream.rangeClosed(1, 10).mapToObj(plan::round)).anyMatch(round -> !round.equals(cases));
        assertThat(plan.round(1)).isEqualTo(cases);
    }
}
