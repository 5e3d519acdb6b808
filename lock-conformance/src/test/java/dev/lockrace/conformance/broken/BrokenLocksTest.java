package dev.lockrace.conformance.broken;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.conformance.LockContract;
import dev.lockrace.conformance.broken.BrokenLocks.ConfusesNames;
import dev.lockrace.conformance.broken.BrokenLocks.CutsLongNames;
import dev.lockrace.conformance.broken.BrokenLocks.DecidesByTheClientsClock;
import dev.lockrace.conformance.broken.BrokenLocks.FreesAnothersLease;
import dev.lockrace.conformance.broken.BrokenLocks.HashesLongNamesBadly;
import dev.lockrace.conformance.broken.BrokenLocks.IsReentrant;
import dev.lockrace.conformance.broken.BrokenLocks.LastsTooLong;
import dev.lockrace.conformance.broken.BrokenLocks.LooksAndTakesLater;
import dev.lockrace.conformance.broken.BrokenLocks.MakesTheTokenBeforeTheWait;
import dev.lockrace.conformance.broken.BrokenLocks.MakesUpTokens;
import dev.lockrace.conformance.broken.BrokenLocks.NeverExpires;
import dev.lockrace.conformance.broken.BrokenLocks.ReadsTheTokenLater;
import dev.lockrace.conformance.broken.BrokenLocks.RenewsAnothersLease;
import dev.lockrace.conformance.broken.BrokenLocks.RevivesAnEndedLease;
import dev.lockrace.conformance.broken.BrokenLocks.TakesBackAnothersGrant;
import dev.lockrace.conformance.broken.BrokenLocks.TruncatesTheTimeToLive;
import dev.lockrace.conformance.broken.BrokenLocks.Whole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The kit is worth something only if it fails on locks that are broken, and on nothing but what they break. */
class BrokenLocksTest {

    /** The clauses that each lock breaks. Who never ends a lease fails wherever one has to end. */
    private static final Map<Class<? extends LockContract>, Set<String>> INSIDE_A_PROCESS = Map.ofEntries(
            entry(Whole.class, Set.of()),
            entry(ConfusesNames.class, Set.of("L9")),
            entry(CutsLongNames.class, Set.of("L9")),
            entry(DecidesByTheClientsClock.class, Set.of("L2", "L6", "L8")),
            entry(FreesAnothersLease.class, Set.of("L3")),
            entry(HashesLongNamesBadly.class, Set.of("L9")),
            entry(IsReentrant.class, Set.of("L1", "L11")),
            entry(LastsTooLong.class, Set.of("L2")),
            entry(LooksAndTakesLater.class, Set.of("L1")),
            entry(MakesTheTokenBeforeTheWait.class, Set.of("L4")),
            entry(MakesUpTokens.class, Set.of("L4")),
            entry(NeverExpires.class, Set.of("L2", "L3", "L4", "L6", "L7", "L8", "L10")),
            entry(ReadsTheTokenLater.class, Set.of("L4")),
            entry(RenewsAnothersLease.class, Set.of("L3")),
            entry(RevivesAnEndedLease.class, Set.of("L7")),
            entry(TakesBackAnothersGrant.class, Set.of("L3")),
            entry(TruncatesTheTimeToLive.class, Set.of("L2", "L6", "L8")));

    /**
     * Two holders at once note their tokens in any order, if it comes to that while tokens are watched; and a lease that
     * others see end early is lost to them when a busy machine renews it late.
     */
    private static final Map<Class<? extends LockContract>, Set<String>> MAY_BREAK =
            Map.of(LooksAndTakesLater.class, Set.of("L4"), DecidesByTheClientsClock.class, Set.of("L7"));

    @Test
    void the_kit_fails_each_broken_lock_on_the_clauses_that_it_breaks_and_no_other() {
        KitRun.on(INSIDE_A_PROCESS.keySet(), "concurrent", 8).assertBreaks(INSIDE_A_PROCESS, MAY_BREAK);
    }

    @Test
    void the_readme_lists_them() throws IOException {
        Map<String, String> listed = Pattern.compile("\\| `(\\w+)` \\| ((?:L\\d+, )*L\\d+) \\|")
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));

        assertThat(listed)
                .isEqualTo(Stream.of(INSIDE_A_PROCESS, BrokenSharedLocksTest.SHARED)
                        .flatMap(locks -> locks.entrySet().stream())
                        .filter(lock -> !lock.getValue().isEmpty())
                        .collect(Collectors.toMap(
                                lock -> lock.getKey().getSimpleName(), lock -> inOrder(lock.getValue()))));
    }

    private static String inOrder(Set<String> clauses) {
        return clauses.stream()
                .sorted(Comparator.comparing(clause -> Integer.valueOf(clause.substring(1))))
                .collect(Collectors.joining(", "));
    }
}
