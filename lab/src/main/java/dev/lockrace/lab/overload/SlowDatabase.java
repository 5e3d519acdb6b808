package dev.lockrace.lab.overload;

import dev.lockrace.lab.faults.scene.Network;
import dev.lockrace.lab.load.TaskRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Slows the answers of the record's database, and looks how fast tasks are done then. */
final class SlowDatabase {

    private static final Duration BRIEFLY = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofSeconds(20);

    /** As it is, slow, slower than the workers wait for an answer (10 s), and as it is again. */
    private static final List<Phase> PHASES = List.of(
            new Phase(Duration.ZERO, BRIEFLY),
            new Phase(Duration.ofMillis(100), LONG),
            new Phase(Duration.ofSeconds(12), LONG),
            new Phase(Duration.ZERO, BRIEFLY));

    private static final Set<String> ENDS = Set.of("invoiced", "contended", "duplicate", "fenced", "dead");
    private static final Set<String> FAILURES = Set.of("failed", "unknown");

    private final Network toRecord;
    private final TaskRecord record;

    /**
     * @param record is asked past that network
     */
    SlowDatabase(Network toRecord, TaskRecord record) {
        this.toRecord = toRecord;
        this.record = record;
    }

    private record Phase(Duration delay, Duration length) {}

    /** Waits for a time, and looks around meanwhile. */
    interface Waiting {
        void pass(Duration length) throws InterruptedException;
    }

    /** How long it takes. */
    static Duration length() {
        return PHASES.stream().map(Phase::length).reduce(Duration.ZERO, Duration::plus);
    }

    /** Blocks for that long; the database is as fast as before afterwards. */
    List<Pace> paces(Waiting waiting) throws InterruptedException {
        List<Pace> paces = new ArrayList<>();
        for (Phase phase : PHASES) {
            toRecord.delayAnswers(phase.delay);
            Map<String, Integer> before = record.outcomes();
            long begun = System.nanoTime();
            waiting.pass(phase.length);
            Map<String, Integer> after = record.outcomes();
            double seconds = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1_000.0;
            paces.add(new Pace(
                    phase.delay,
                    count(ENDS, after) - count(ENDS, before),
                    count(FAILURES, after) - count(FAILURES, before),
                    seconds));
        }
        return paces;
    }

    private static int count(Set<String> names, Map<String, Integer> outcomes) {
        return names.stream().mapToInt(name -> outcomes.getOrDefault(name, 0)).sum();
    }
}
