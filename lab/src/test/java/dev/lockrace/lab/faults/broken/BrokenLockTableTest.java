package dev.lockrace.lab.faults.broken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.fault.lock.BrokenLock;
import dev.lockrace.lab.cli.JsonOutput;
import dev.lockrace.lab.faults.broken.BrokenLocksResult.BrokenLockResult;
import dev.lockrace.lab.faults.result.ExperimentResult;
import dev.lockrace.lab.faults.result.Result;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokenLockTableTest {

    private static BrokenLockResult lock(Result result) {
        return lock(BrokenLock.NO_OWNER_CHECK, result);
    }

    private static BrokenLockResult lock(BrokenLock lock, Result result) {
        return BrokenLockResult.of(
                lock,
                new ExperimentResult(
                        "holder-paused",
                        "redis",
                        false,
                        Result.BROKEN,
                        "a third worker acquires the lock",
                        result,
                        "two workers held the lock",
                        List.of(),
                        null,
                        null));
    }

    private static BrokenLocksResult result(BrokenLockResult... locks) {
        return new BrokenLocksResult(
                Instant.EPOCH,
                "./lockrace faults --broken",
                "a machine",
                "embedded",
                Map.of(),
                List.of(),
                List.of(locks));
    }

    @Test
    void a_broken_lock_with_the_expected_result_is_detected() {
        BrokenLocksResult result = result(lock(Result.BROKEN));

        assertThat(result.isAllDetected()).isTrue();
        assertThat(BrokenLockTable.of(result))
                .contains("yes", "The broken lock was detected.")
                .doesNotContain(", not");
    }

    @Test
    void a_broken_lock_with_another_result_is_not_detected() {
        BrokenLocksResult result = result(lock(BrokenLock.HALVED_TIME_TO_LIVE, Result.BROKEN), lock(Result.LATE));

        assertThat(result.isAllDetected()).isFalse();
        assertThat(BrokenLockTable.of(result))
                .contains("NO", "late, not lost, not broken", "1 of 2 broken locks was not detected");
    }

    @Test
    void counts_locks_not_their_repeated_experiments() {
        assertThat(BrokenLockTable.of(result(lock(Result.LATE), lock(Result.LATE))))
                .contains("The broken lock was not detected");
        assertThat(BrokenLockTable.of(result(lock(Result.BROKEN), lock(Result.BROKEN))))
                .contains("The broken lock was detected.");
        assertThat(BrokenLockTable.of(result(
                        lock(Result.LATE), lock(Result.LATE), lock(BrokenLock.HALVED_TIME_TO_LIVE, Result.LATE))))
                .contains("2 of 2 broken locks were not detected");
    }

    @Test
    void a_result_without_locks_detected_none() {
        assertThat(result().isAllDetected()).isFalse();
        assertThat(JsonOutput.of(result(lock(Result.BROKEN))))
                .contains("\"detected\" : true", "\"allDetected\" : true");
    }
}
