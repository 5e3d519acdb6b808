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

/** Many histories of locks that are known to be right or broken; each seed makes another. */
class HistoryCheckerPropertyTest {

    private static final int SEEDS = 100;
    private static final int BROKEN_SEEDS = 10;
    private static final int LOCKS = 30;
    private static final int REQUESTS = 100;

    /** The clause that each is convicted of at least; an owner that is not checked shows as two holders. */
    private static final Map<Defect, String> CLAUSES = Map.of(
            Defect.FREES_ANOTHERS_LEASE, "L1",
            Defect.RENEWS_ANOTHERS_LEASE, "L1",
            Defect.REVIVES_AN_ENDED_LEASE, "L7",
            Defect.ENDS_EARLY, "L1",
            Defect.NEVER_ENDS, "L5",
            Defect.GRANTS_WHAT_IS_HELD, "L1",
            Defect.TOKEN_COMPUTED_BEFORE_THE_WAIT, "L4",
            Defect.FAILURE_SAID_TO_BE_CONTENDED, "L5",
            Defect.DONE_SAID_TO_BE_FAILED, "L5");

    private final HistoryChecker checker = new HistoryChecker(Duration.ZERO);

    @Test
    void a_right_lock_is_never_convicted() {
        for (int seed = 0; seed < SEEDS; seed++) {
            assertThat(check(Defect.NONE, seed)).as("seed %d", seed).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void a_broken_lock_is_always_convicted(Defect defect) {
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
