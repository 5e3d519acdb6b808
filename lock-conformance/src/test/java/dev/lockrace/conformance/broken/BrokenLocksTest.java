package dev.lockrace.conformance.broken;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.conformance.LockContract;
import dev.lockrace.conformance.broken.BrokenLocks.ArbitraryTokens;
import dev.lockrace.conformance.broken.BrokenLocks.CheckThenAct;
import dev.lockrace.conformance.broken.BrokenLocks.ClientClockExpiry;
import dev.lockrace.conformance.broken.BrokenLocks.Correct;
import dev.lockrace.conformance.broken.BrokenLocks.NoExpiry;
import dev.lockrace.conformance.broken.BrokenLocks.NormalizedNames;
import dev.lockrace.conformance.broken.BrokenLocks.Reentrant;
import dev.lockrace.conformance.broken.BrokenLocks.ReleaseWithoutOwnerCheck;
import dev.lockrace.conformance.broken.BrokenLocks.RenewalAfterExpiry;
import dev.lockrace.conformance.broken.BrokenLocks.RenewalOnlyExtends;
import dev.lockrace.conformance.broken.BrokenLocks.RenewalWithoutOwnerCheck;
import dev.lockrace.conformance.broken.BrokenLocks.RevokeWithoutOwnerCheck;
import dev.lockrace.conformance.broken.BrokenLocks.SeveralClockReads;
import dev.lockrace.conformance.broken.BrokenLocks.ShortRenewalReleases;
import dev.lockrace.conformance.broken.BrokenLocks.TokenCreatedBeforeGrant;
import dev.lockrace.conformance.broken.BrokenLocks.TokenReadAfterGrant;
import dev.lockrace.conformance.broken.BrokenLocks.TruncatedNames;
import dev.lockrace.conformance.broken.BrokenLocks.TruncatedTimeToLive;
import dev.lockrace.conformance.broken.BrokenLocks.UndeclaredOverrun;
import dev.lockrace.conformance.broken.BrokenLocks.WeaklyHashedNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The kit fails each broken lock on exactly the clauses that it violates. */
@Tag("process")
class BrokenLocksTest {

    /** The clauses that each lock violates. A lock without expiry fails every clause that needs a lease to expire. */
    private static final Map<Class<? extends LockContract>, Set<String>> INSIDE_A_PROCESS = Map.ofEntries(
            entry(Correct.class, Set.of()),
            entry(NormalizedNames.class, Set.of("L9")),
            entry(TruncatedNames.class, Set.of("L9")),
            entry(ClientClockExpiry.class, Set.of("L2", "L6", "L8", "L13")),
            entry(ReleaseWithoutOwnerCheck.class, Set.of("L3")),
            entry(WeaklyHashedNames.class, Set.of("L9")),
            entry(Reentrant.class, Set.of("L1", "L11")),
            entry(UndeclaredOverrun.class, Set.of("L2")),
            entry(CheckThenAct.class, Set.of("L1")),
            entry(TokenCreatedBeforeGrant.class, Set.of("L4")),
            entry(ArbitraryTokens.class, Set.of("L4")),
            entry(NoExpiry.class, Set.of("L2", "L3", "L4", "L6", "L7", "L8", "L10", "L13")),
            entry(TokenReadAfterGrant.class, Set.of("L4")),
            entry(SeveralClockReads.class, Set.of("L4")),
            entry(RenewalWithoutOwnerCheck.class, Set.of("L3")),
            entry(RenewalAfterExpiry.class, Set.of("L7")),
            entry(RenewalOnlyExtends.class, Set.of("L13")),
            entry(ShortRenewalReleases.class, Set.of("L13")),
            entry(RevokeWithoutOwnerCheck.class, Set.of("L3")),
            entry(TruncatedTimeToLive.class, Set.of("L2", "L6", "L13")));

    /**
     * Clauses that a lock may violate, depending on timing. Two concurrent holders may record their tokens in any
     * order. A lease that ends early for other clients is lost to them if a busy machine renews it late.
     */
    private static final Map<Class<? extends LockContract>, Set<String>> MAY_VIOLATE =
            Map.of(CheckThenAct.class, Set.of("L4"), ClientClockExpiry.class, Set.of("L7"));

    @Test
    void kit_fails_each_broken_lock_on_exactly_the_clauses_that_it_violates() {
        KitRun.on(INSIDE_A_PROCESS.keySet(), 6).assertViolations(INSIDE_A_PROCESS, MAY_VIOLATE);
    }

    @Test
    void readme_lists_all_broken_locks_with_their_clauses() throws IOException {
        Map<String, String> listed = Pattern.compile("\\| `(\\w+)` \\| ((?:L\\d+, )*L\\d+) \\|")
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));

        assertThat(listed)
                .isEqualTo(Stream.of(INSIDE_A_PROCESS, BrokenSharedLocksTest.SHARED)
                        .flatMap(locks -> locks.entrySet().stream())
                        .filter(lock -> !lock.getValue().isEmpty())
                        .collect(Collectors.toMap(
                                lock -> lock.getKey().getSimpleName(), lock -> sorted(lock.getValue()))));
    }

    private static String sorted(Set<String> clauses) {
        return clauses.stream()
                .sorted(Comparator.comparing(clause -> Integer.valueOf(clause.substring(1))))
                .collect(Collectors.joining(", "));
    }
}
