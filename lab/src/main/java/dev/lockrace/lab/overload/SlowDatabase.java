package dev.lockrace.lab.overload;

import dev.lockrace.lab.load.EventDatabase;
import dev.lockrace.lab.testbed.network.Network;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A measurement of the throughput while the responses of the event database are delayed. */
final class SlowDatabase {

    private static final Duration BRIEF = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofSeconds(20);

    /** No delay, a short one, and one that exceeds the workers' timeout of 10 s. */
    private static final List<Phase> PHASES = List.of(
            new Phase(Duration.ZERO, BRIEF),
            new Phase(Duration.ofMillis(100), LONG),
            new Phase(Duration.ofSeconds(12), LONG));

    private static final Phase RECOVERED = new Phase(Duration.ZERO, BRIEF);

    /** Long enough for the backoff of a worker, or for a lease to expire that a worker could not release. */
    private static final int MAX_RECOVERY_SECONDS = 60;

    private static final Set<String> TASK_ENDS =
            Set.of("invoiced", "contended", "duplicate", "fenced", "dead-lettered");
    private static final Set<String> FAILURES = Set.of("failed", "unknown");

    private final Network toEventDatabase;
    private final EventDatabase events;

    /**
     * @param toEventDatabase the network of the services
     * @param events queried without that network
     */
    SlowDatabase(Network toEventDatabase, EventDatabase events) {
        this.toEventDatabase = toEventDatabase;
        this.events = events;
    }

    private record Phase(Duration delay, Duration duration) {}

    /** A second of the measurement, in which the caller takes its own samples. */
    interface Second {
        void await() throws InterruptedException;
    }

    /**
     * The result of the measurement.
     *
     * @param throughputs one for each delay, the last one after recovery
     * @param recoverySeconds how long no task ended after the last delay, up to the maximum
     */
    record SlowDatabaseResult(List<Throughput> throughputs, int recoverySeconds) {}

    /** Returns the duration if tasks end immediately after the last delay. */
    static int seconds() {
        return (int) Stream.concat(PHASES.stream(), Stream.of(RECOVERED))
                .mapToLong(phase -> phase.duration.toSeconds())
                .sum();
    }

    /** Measures the throughput with each delay, and then without one. Blocks for about {@link #seconds}. */
    SlowDatabaseResult measure(Second second) throws InterruptedException {
        List<Throughput> throughputs = new ArrayList<>();
        for (Phase phase : PHASES) {
            toEventDatabase.delayResponses(phase.delay);
            throughputs.add(throughput(phase, second));
        }
        toEventDatabase.delayResponses(Duration.ZERO);
        int recovery = awaitRecovery(second);
        throughputs.add(throughput(RECOVERED, second));
        return new SlowDatabaseResult(throughputs, recovery);
    }

    private int awaitRecovery(Second second) throws InterruptedException {
        int before = count(TASK_ENDS, events.attemptOutcomes());
        int seconds = 0;
        while (seconds < MAX_RECOVERY_SECONDS && count(TASK_ENDS, events.attemptOutcomes()) == before) {
            second.await();
            seconds++;
        }
        return seconds;
    }

    private Throughput throughput(Phase phase, Second second) throws InterruptedException {
        Map<String, Integer> before = events.attemptOutcomes();
        long started = System.nanoTime();
        for (long elapsed = 0; elapsed < phase.duration.toSeconds(); elapsed++) {
            second.await();
        }
        Map<String, Integer> after = events.attemptOutcomes();
        double seconds = Duration.ofNanos(System.nanoTime() - started).toMillis() / 1_000.0;
        return new Throughput(
                phase.delay,
                count(TASK_ENDS, after) - count(TASK_ENDS, before),
                count(FAILURES, after) - count(FAILURES, before),
                seconds);
    }

    private static int count(Set<String> names, Map<String, Integer> outcomes) {
        return names.stream().mapToInt(name -> outcomes.getOrDefault(name, 0)).sum();
    }
}
