package dev.lockrace.conformance.broken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.lockrace.conformance.LockContract;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** A run of the kit on some locks, through the JUnit platform as its users run it. */
final class KitRun {

    private final Events tests;

    private KitRun(Events tests) {
        this.tests = tests;
    }

    /**
     * Runs the kit and blocks until all tests have ended.
     *
     * @param threads the number of tests that run in parallel
     */
    static KitRun on(Collection<Class<? extends LockContract>> locks, int threads) {
        return new KitRun(EngineTestKit.engine("junit-jupiter")
                .selectors(locks.stream().map(lock -> selectClass(lock)).toArray(ClassSelector[]::new))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter(
                        "junit.jupiter.execution.parallel.config.fixed.parallelism", Integer.toString(threads))
                // Otherwise the pool starts more tests while others wait for a result.
                .configurationParameter(
                        "junit.jupiter.execution.parallel.config.fixed.max-pool-size", Integer.toString(threads))
                .execute()
                .testEvents());
    }

    /**
     * Fails unless each lock failed on exactly its clauses, and the kit ran on every lock.
     *
     * @param mayViolate clauses that a lock may fail on
     */
    void assertViolations(
            Map<Class<? extends LockContract>, Set<String>> locks,
            Map<Class<? extends LockContract>, Set<String>> mayViolate) {
        Map<String, Set<String>> expected = new TreeMap<>();
        locks.forEach((lock, clauses) -> {
            if (!clauses.isEmpty()) {
                expected.put(lock.getSimpleName(), new TreeSet<>(clauses));
            }
        });
        Map<String, Set<String>> failed = failed();
        mayViolate.forEach((lock, clauses) ->
                failed.getOrDefault(lock.getSimpleName(), new TreeSet<>()).removeAll(clauses));

        assertThat(failed).as("failed clauses:%n%s", details()).isEqualTo(expected);
        assertThat(tests.skipped().count()).as("skipped tests").isZero();
        assertThat(locks())
                .as("locks that were tested")
                .isEqualTo(locks.keySet().stream().map(Class::getSimpleName).collect(Collectors.toSet()));
    }

    /** Returns the failed clauses by lock, without locks that passed. */
    private Map<String, Set<String>> failed() {
        Map<String, Set<String>> failed = new TreeMap<>();
        tests.failed().stream()
                .forEach(event -> failed.computeIfAbsent(lock(event), lock -> new TreeSet<>())
                        .add(clause(event)));
        return failed;
    }

    /** Returns every failure with its message. */
    private String details() {
        return tests.failed().stream().map(KitRun::detail).collect(Collectors.joining("\n"));
    }

    private static String detail(Event event) {
        Throwable failure = event.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
        return "%s %s: %s%s"
                .formatted(
                        lock(event),
                        source(event).getMethodName(),
                        failure,
                        failure.getCause() == null ? "" : ", caused by " + failure.getCause());
    }

    /** Returns the locks on which a test was started. */
    private Set<String> locks() {
        return tests.started().stream().map(KitRun::lock).collect(Collectors.toCollection(TreeSet::new));
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
