package dev.lockrace.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.faults.fault.Result;
import dev.lockrace.lab.faults.result.CellResult;
import dev.lockrace.lab.faults.result.FaultResult;
import dev.lockrace.lab.faults.result.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FaultTableTest {

    private static CellResult cell(String backend, boolean fencing, Result expected, Result result) {
        return new CellResult(
                "holder-killed",
                backend,
                fencing,
                expected,
                "the store ends the lease",
                result,
                "this is how it came",
                result == Result.BROKEN ? List.of("one and two both held it for 5 ms") : List.of(),
                null,
                null);
    }

    private static FaultResult result(CellResult... cells) {
        return new FaultResult(
                Instant.EPOCH,
                "./lockrace faults",
                "a machine",
                "embedded",
                Map.of("redis", "Redis 6.2"),
                Map.of("holder-killed", "The holder is killed."),
                List.of(new Refused("broker-restarted", "embedded servers can't be that")),
                List.of(cells));
    }

    @Test
    void shows_the_matrix_and_what_was_not_done() {
        String table = FaultTable.of(result(
                cell("local", false, Result.BROKEN, Result.BROKEN),
                cell("redis", false, Result.LATE, Result.LATE),
                cell("redis", true, Result.LATE, Result.LATE)));

        assertThat(table.lines())
                .contains(
                        "redis: Redis 6.2",
                        "holder-killed                 BROKEN         late           late",
                        "broker-restarted              not done: embedded servers can't be that",
                        "All 3 races ended as expected.");
        assertThat(table).containsPattern("fault +local +redis +redis\\+fence");
    }

    @Test
    void a_surprise_stands_out_and_is_told_with_its_witnesses() {
        String table = FaultTable.of(result(cell("redis", false, Result.LATE, Result.BROKEN)));

        assertThat(table.lines())
                .contains(
                        "holder-killed                 BROKEN (!)",
                        "holder-killed on redis: broken, and not late, not lost: this is how it came. Expected since the"
                                + " store ends the lease.",
                        "    one and two both held it for 5 ms",
                        "1 of 1 races did not end as expected.");
    }
}
