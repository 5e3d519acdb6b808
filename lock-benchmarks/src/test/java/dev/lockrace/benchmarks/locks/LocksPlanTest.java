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
            List<Cell> cells = plan.round(round);
            assertThat(cells).doesNotHaveDuplicates().hasSize(30);
            for (Store store : Store.values()) {
                for (Scenario scenario : Scenario.values()) {
                    assertThat(cells.stream()
                                    .filter(cell -> cell.store() == store && cell.scenario() == scenario)
                                    .map(Cell::candidate))
                            .containsExactlyInAnyOrderElementsOf(store.candidates());
                }
            }
        }
        assertThat(plan.measurements()).isEqualTo(150);
    }

    @Test
    void candidates_of_the_same_store_and_scenario_follow_one_another_in_changing_order() {
        List<Cell> cells = plan.round(1);
        assertThat(cells.subList(0, 4)).allMatch(cell -> cell.store() == Store.LOCAL);
        assertThat(cells.subList(0, 4)).allMatch(cell -> cell.scenario() == Scenario.UNCONTENDED);
        assertThat(IntStream.rangeClosed(1, 10).mapToObj(plan::round)).anyMatch(round -> !round.equals(cells));
        assertThat(plan.round(1)).isEqualTo(cells);
    }
}
