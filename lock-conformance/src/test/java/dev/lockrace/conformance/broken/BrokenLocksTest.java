package dev.lockrace.conformance.broken;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.lockrace.conformance.LockContract;
import dev.lockrace.conformance.broken.BrokenLocks.ConfusesNames;
import dev.lockrace.conformance.broken.BrokenLocks.FreesAnothersLease;
import dev.lockrace.conformance.broken.BrokenLocks.IsReentrant;
import dev.lockrace.conformance.broken.BrokenLocks.LastsTooLong;
import dev.lockrace.conformance.broken.BrokenLocks.LooksAndTakesLater;
import dev.lockrace.conformance.broken.BrokenLocks.MakesUpTokens;
import dev.lockrace.conformance.broken.BrokenLocks.NeverExpires;
import dev.lockrace.conformance.broken.BrokenLocks.ReadsTheTokenLater;
import dev.lockrace.conformance.broken.BrokenLocks.RenewsAnothersLease;
import dev.lockrace.conformance.broken.BrokenLocks.RevivesAnEndedLease;
import dev.lockrace.conformance.broken.BrokenLocks.TakesBackAnothersGrant;
import dev.lockrace.conformance.broken.BrokenLocks.TruncatesTheTimeToLive;
import dev.lockrace.conformance.broken.BrokenLocks.Whole;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** The kit is worth something only if it fails on locks that are broken, and on nothing but what they break. */
class BrokenLocksTest {

    /** The clauses that each lock breaks. Who never ends a lease fails wherever one has to end. */
    private static final Map<Class<? extends LockContract>, Set<String>> BREAKS = Map.ofEntries(
            entry(Whole.class, Set.of()),
            entry(ConfusesNames.class, Set.of("L9")),
            entry(FreesAnothersLease.class, Set.of("L3")),
            entry(IsReentrant.class, Set.of("L1", "L11")),
            entry(LastsTooLong.class, Set.of("L2")),
            entry(LooksAndTakesLater.class, Set.of("L1")),
            entry(MakesUpTokens.class, Set.of("L4")),
            entry(NeverExpires.class, Set.of("L2", "L3", "L4", "L6", "L7", "L8", "L10")),
            entry(ReadsTheTokenLater.class, Set.of("L4")),
            entry(RenewsAnothersLease.class, Set.of("L3")),
            entry(RevivesAnEndedLease.class, Set.of("L7")),
            entry(TakesBackAnothersGrant.class, Set.of("L3")),
            entry(TruncatesTheTimeToLive.class, Set.of("L2", "L6", "L8")));

    /** Two holders at once note their tokens in any order, if it comes to that while tokens are watched. */
    private static final Map<Class<? extends LockContract>, Set<String>> MAY_BREAK =
            Map.of(LooksAndTakesLater.class, Set.of("L4"));

    private static Events tests;

    @BeforeAll
    static void runTheKitOnAllOfThem() {
        tests = EngineTestKit.engine("junit-jupiter")
                .selectors(
                        BREAKS.keySet().stream().map(lock -> selectClass(lock)).toArray(ClassSelector[]::new))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "8")
                .execute()
                .testEvents();
    }

    @Test
    void the_kit_fails_each_broken_lock_on_the_clauses_that_it_breaks_and_no_other() {
        Map<String, Set<String>> broken = new TreeMap<>();
        BREAKS.forEach((lock, clauses) -> {
            if (!clauses.isEmpty()) {
                broken.put(lock.getSimpleName(), new TreeSet<>(clauses));
            }
        });
        Map<String, Set<String>> failed = new TreeMap<>();
        tests.failed().stream()
                .forEach(event -> failed.computeIfAbsent(lock(event), lock -> new TreeSet<>())
                        .add(clause(event)));
        MAY_BREAK.forEach((lock, clauses) ->
                failed.getOrDefault(lock.getSimpleName(), new TreeSet<>()).removeAll(clauses));

        assertThat(failed).as("what failed:%n%s", details()).isEqualTo(broken);
    }

    private static String details() {
        return tests.failed().stream()
                .map(event -> "%s %s: %s"
                        .formatted(
                                lock(event),
                                source(event).getMethodName(),
                                event.getRequiredPayload(TestExecutionResult.class)
                                        .getThrowable()
                                        .orElseThrow()))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void no_lock_escapes_a_test() {
        assertThat(tests.skipped().count()).isZero();
        assertThat(tests.started().stream().map(BrokenLocksTest::lock).distinct())
                .hasSize(BREAKS.size());
    }

    private static String lock(Event event) {
        return source(event).getJavaClass().getSimpleName();
    }

    private static String clause(Event event) {
        String test = source(event).getMethodName();
        return test.substring(0, test.indexOf('_'));
    }

    private static MethodSource source(Event event) {
        return (MethodSource) event.getTestDescriptor().getSource().orElseThrow();
    }
}
