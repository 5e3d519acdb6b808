package dev.lockrace.conformance.broken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.conformance.LockContract;
import dev.lockrace.conformance.broken.BrokenLocks.ArbitraryTokens;
import dev.lockrace.conformance.broken.BrokenLocks.CheckThenAct;
import dev.lockrace.conformance.broken.BrokenLocks.Correct;
import dev.lockrace.conformance.broken.BrokenLocks.NoExpiry;
import dev.lockrace.conformance.broken.BrokenLocks.NormalizedNames;
import dev.lockrace.conformance.broken.BrokenLocks.Reentrant;
import dev.lockrace.conformance.broken.BrokenLocks.ReleaseWithoutOwnerCheck;
import dev.lockrace.conformance.broken.BrokenLocks.RenewalAfterExpiry;
import dev.lockrace.conformance.broken.BrokenLocks.RenewalWithoutOwnerCheck;
import dev.lockrace.conformance.broken.BrokenLocks.RevokeWithoutOwnerCheck;
import dev.lockrace.conformance.broken.BrokenLocks.TokenReadAfterGrant;
import dev.lockrace.conformance.broken.BrokenLocks.TruncatedTimeToLive;
import dev.lockrace.conformance.history.HistoryChecker;
import dev.lockrace.conformance.history.Violation;
import dev.lockrace.conformance.history.Workload;
import dev.lockrace.conformance.history.Workload.Plan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The workload and the checker detect the broken locks in recorded histories. */
@Tag("process")
@Timeout(60)
class BrokenLocksHistoryTest {

    private static final Duration OVERRUN = Duration.ofMillis(700);
    private static final Duration LENGTH = Duration.ofSeconds(3);

    /** Some defects need a rare interleaving, which may not occur in a single run on a busy machine. */
    private static final int MAX_RUNS = 5;

    @TempDir
    private Path directory;

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of(NormalizedNames.class, "L5"),
                Arguments.of(ReleaseWithoutOwnerCheck.class, "L1"),
                Arguments.of(Reentrant.class, "L1"),
                Arguments.of(CheckThenAct.class, "L1"),
                Arguments.of(ArbitraryTokens.class, "L4"),
                Arguments.of(NoExpiry.class, "L5"),
                Arguments.of(TokenReadAfterGrant.class, "L4"),
                Arguments.of(RenewalWithoutOwnerCheck.class, "L7"),
                Arguments.of(RenewalAfterExpiry.class, "L7"),
                Arguments.of(RevokeWithoutOwnerCheck.class, "L1"),
                Arguments.of(TruncatedTimeToLive.class, "L1"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("broken")
    void checker_detects_the_broken_lock(Class<? extends LockContract> lock, String clause) throws Exception {
        Set<String> violated = new TreeSet<>();
        for (int seed = 0; seed < MAX_RUNS && !violated.contains(clause); seed++) {
            violations(lock, seed).forEach(violation -> violated.add(violation.clause()));
        }
        assertThat(violated).contains(clause);
    }

    @Test
    void checker_accepts_the_correct_lock() throws Exception {
        assertThat(violations(Correct.class, 0)).isEmpty();
    }

    private List<Violation> violations(Class<? extends LockContract> lock, int seed) throws Exception {
        LockContract broken = lock.getDeclaredConstructor().newInstance();
        Plan plan = new Plan("history-", seed, 8, LENGTH, true);
        return new HistoryChecker(OVERRUN)
                .check(Workload.run(broken.fixture().newBackend(), plan, "p1", directory.resolve("calls")));
    }
}
