package dev.lockrace.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.fault.lock.BrokenLock;
import dev.lockrace.lab.ResultJson;
import dev.lockrace.lab.faults.BrokenResult.Trial;
import dev.lockrace.lab.faults.fault.Result;
import dev.lockrace.lab.faults.result.CellResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokenTableTest {

    private static Trial trial(Result result) {
        return Trial.of(
                BrokenLock.NO_OWNER_CHECK,
                new CellResult(
                        "holder-frozen",
                        "redis",
                        false,
                        Result.BROKEN,
                        "a third gets the lock",
                        result,
                        "it came so",
                        List.of(),
                        null,
                        null));
    }

    private static BrokenResult result(Trial... trials) {
        return new BrokenResult(
                Instant.EPOCH,
                "./lockrace faults --broken",
                "a machine",
                "embedded",
                Map.of(),
                List.of(),
                List.of(trials));
    }

    @Test
    void a_lock_that_was_convicted_as_it_must_be_is_caught() {
        BrokenResult result = result(trial(Result.BROKEN));

        assertThat(result.isAllCaught()).isTrue();
        assertThat(BrokenTable.of(result)).contains("yes", "All 1 were caught.").doesNotContain("and not");
    }

    @Test
    void one_that_looks_right_is_not() {
        BrokenResult result = result(trial(Result.BROKEN), trial(Result.LATE));

        assertThat(result.isAllCaught()).isFalse();
        assertThat(BrokenTable.of(result)).contains("NO", "late, not lost, and not broken", "1 of 2 were not caught");
    }

    @Test
    void a_run_that_tried_none_caught_none() {
        assertThat(result().isAllCaught()).isFalse();
        assertThat(ResultJson.of(result(trial(Result.BROKEN)))).contains("\"caught\" : true", "\"allCaught\" : true");
    }
}
