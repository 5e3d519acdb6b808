package dev.lockrace.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.faults.result.ExperimentResult;
import dev.lockrace.lab.faults.result.FaultsResult;
import dev.lockrace.lab.faults.result.Result;
import dev.lockrace.lab.faults.result.UnsupportedFault;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FaultTableTest {

    private static ExperimentResult experiment(String backend, boolean fencing, Result expected, Result result) {
        return new ExperimentResult(
                "holder-killed",
                backend,
                fencing,
                expected,
                "the store ends the lease",
                result,
                "the store granted the lock twice",
                result == Result.BROKEN ? List.of("one and two both held it for 5 ms") : List.of(),
                null,
                null);
    }

    private static FaultsResult result(ExperimentResult... experiments) {
        return new FaultsResult(
                Instant.EPOCH,
                "./lockrace faults",
                "a machine",
                "embedded",
                Map.of("redis", "Redis 6.2"),
                Map.of("holder-killed", "The holder is killed."),
                List.of(new UnsupportedFault("broker-restarted", "embedded servers cannot be that")),
                List.of(experiments));
    }

    @Test
    void shows_the_matrix_and_the_unsupported_faults() {
        String table = FaultTable.of(result(
                experiment("local", false, Result.BROKEN, Result.BROKEN),
                experiment("redis", false, Result.LATE, Result.LATE),
                experiment("redis", true, Result.LATE, Result.LATE)));

        assertThat(table.lines())
                .contains(
                        "redis: Redis 6.2",
                        "holder-killed                 BROKEN         late           late",
                        "broker-restarted              not supported: embedded servers cannot be that",
                        "All 3 experiments had the expected result.");
        assertThat(table).containsPattern("fault +local +redis +redis\\+fence");
    }

    @Test
    void an_unexpected_result_is_marked_and_explained_with_its_witnesses() {
        String table = FaultTable.of(result(experiment("redis", false, Result.LATE, Result.BROKEN)));

        assertThat(table.lines())
                .contains(
                        "holder-killed                 BROKEN (!)",
                        "holder-killed on redis: broken, not late, not lost: the store granted the lock twice. Expected because the"
                                + " store ends the lease.",
                        "    one and two both held it for 5 ms",
                        "The experiment had an unexpected result.");
    }

    @Test
    void number_and_noun_of_the_summary_agree() {
        ExperimentResult expected = experiment("redis", false, Result.LATE, Result.LATE);
        ExperimentResult unexpected = experiment("redis", false, Result.LATE, Result.BROKEN);

        assertThat(result(expected).summary()).isEqualTo("The experiment had the expected result.");
        assertThat(result(expected, unexpected).summary()).isEqualTo("1 of 2 experiments had an unexpected result.");
        assertThat(result(unexpected, unexpected).summary()).isEqualTo("2 of 2 experiments had unexpected results.");
    }
}
