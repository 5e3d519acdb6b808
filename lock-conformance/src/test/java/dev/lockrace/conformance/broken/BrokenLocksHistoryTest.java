package dev.lockrace.conformance.broken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.conformance.LockContract;
import dev.lockrace.conformance.broken.BrokenLocks.ConfusesNames;
import dev.lockrace.conformance.broken.BrokenLocks.FreesAnothersLease;
import dev.lockrace.conformance.broken.BrokenLocks.IsReentrant;
import dev.lockrace.conformance.broken.BrokenLocks.LooksAndTakesLater;
import dev.lockrace.conformance.broken.BrokenLocks.MakesUpTokens;
import dev.lockrace.conformance.broken.BrokenLocks.NeverExpires;
import dev.lockrace.conformance.broken.BrokenLocks.ReadsTheTokenLater;
import dev.lockrace.conformance.broken.BrokenLocks.RenewsAnothersLease;
import dev.lockrace.conformance.broken.BrokenLocks.RevivesAnEndedLease;
import dev.lockrace.conformance.broken.BrokenLocks.TakesBackAnothersGrant;
import dev.lockrace.conformance.broken.BrokenLocks.TruncatesTheTimeToLive;
import dev.lockrace.conformance.broken.BrokenLocks.Whole;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The load of the histories shows what is broken, in a recorded history too. */
@Timeout(60)
class BrokenLocksHistoryTest {

    private static final Duration OVERRUN = Duration.ofMillis(700);
    private static final Duration LENGTH = Duration.ofSeconds(3);

    /** Some defects show only when three things meet, which a busy machine may keep apart. */
    private static final int MAX_LOADS = 5;

    @TempDir
    private Path folder;

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of(ConfusesNames.class, "L5"),
                Arguments.of(FreesAnothersLease.class, "L1"),
                Arguments.of(IsReentrant.class, "L1"),
                Arguments.of(LooksAndTakesLater.class, "L1"),
                Arguments.of(MakesUpTokens.class, "L4"),
                Arguments.of(NeverExpires.class, "L5"),
                Arguments.of(ReadsTheTokenLater.class, "L4"),
                Arguments.of(RenewsAnothersLease.class, "L7"),
                Arguments.of(RevivesAnEndedLease.class, "L7"),
                Arguments.of(TakesBackAnothersGrant.class, "L1"),
                Arguments.of(TruncatesTheTimeToLive.class, "L1"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("broken")
    void a_broken_lock_is_convicted(Class<? extends LockContract> lock, String clause) throws Exception {
        Set<String> convicted = new TreeSet<>();
        for (int seed = 0; seed < MAX_LOADS && !convicted.contains(clause); seed++) {
            violations(lock, seed).forEach(found -> convicted.add(found.clause()));
        }
        assertThat(convicted).contains(clause);
    }

    @Test
    void one_that_is_whole_is_acquitted() throws Exception {
        assertThat(violations(Whole.class, 0)).isEmpty();
    }

    private List<Violation> violations(Class<? extends LockContract> lock, int seed) throws Exception {
        LockContract broken = lock.getDeclaredConstructor().newInstance();
        Plan plan = new Plan("history-", seed, 8, LENGTH, true);
        return new HistoryChecker(OVERRUN)
                .check(Workload.run(broken.fixture().newBackend(), plan, "p1", folder.resolve("calls")));
    }
}
