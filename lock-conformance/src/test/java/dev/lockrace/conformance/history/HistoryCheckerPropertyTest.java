package dev.lockrace.conformance.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.conformance.history.SimulatedLock.Defect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Many histories of simulated correct and broken locks, one per seed. */
class HistoryCheckerPropertyTest {

    private static final int SEEDS = 100;
    private static final int BROKEN_SEEDS = 10;
    private static final int LOCKS = 30;
    private static final int REQUESTS = 100;

    /** A clause that each defect must violate. A missing owner check shows as two holders. */
    private static final Map<Defect, String> CLAUSES = Map.of(
            Defect.RELEASE_WITHOUT_OWNER_CHECK, "L1",
            Defect.RENEWAL_WITHOUT_OWNER_CHECK, "L1",
            Defect.REVIVED_LEASE, "L7",
            Defect.EARLY_EXPIRY, "L1",
            Defect.NO_EXPIRY, "L5",
            Defect.NO_EXCLUSION, "L1",
            Defect.TOKEN_CREATED_BEFORE_GRANT, "L4",
            Defect.FAILURE_AS_CONTENDED, "L5",
            Defect.SUCCESS_AS_FAILURE, "L5");

    private final HistoryChecker checker = new HistoryChecker(Duration.ZERO);

    @Test
    void correct_lock_has_no_violation() {
        for (int seed = 0; seed < SEEDS; seed++) {
            assertThat(check(Defect.NONE, seed)).as("seed %d", seed).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void broken_lock_always_violates_its_clause(Defect defect) {
        for (int seed = 0; seed < BROKEN_SEEDS; seed++) {
            assertThat(check(defect, seed).stream().map(Violation::clause))
                    .as("%s, seed %d", defect, seed)
                    .contains(CLAUSES.get(defect));
        }
    }

    private List<Violation> check(Defect defect, int seed) {
        return checker.check(IntStream.range(0, LOCKS)
                .mapToObj(lock -> SimulatedLock.history(defect, "lock " + lock, LOCKS * (long) seed + lock, REQUESTS))
                .flatMap(List::stream)
                .toList());
    }
}
