package dev.lockrace.lab.overload;

import dev.lockrace.lab.faults.scene.Network;
import dev.lockrace.lab.load.TaskRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Slows the answers of the record's database, and looks how fast tasks are done then. */
final class SlowDatabase {

    private static final Duration BRIEFLY = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofSeconds(20);

    /** As it is, slow, and slower than the workers wait for an answer (10 s). */
    private static final List<Phase> PHASES = List.of(
            new Phase(Duration.ZERO, BRIEFLY),
            new Phase(Duration.ofMillis(100), LONG),
            new Phase(Duration.ofSeconds(12), LONG));

    private static final Phase AS_BEFORE = new Phase(Duration.ZERO, BRIEFLY);

    /** A worker may be in a pause between tries, or wait for the end of a lease that it could not give back. */
    private static final int MAX_RECOVERY_SECONDS = 60;

    private static final Set<String> ENDS = Set.of("invoiced", "contended", "duplicate", "fenced", "dead-lettered");
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

    /** Waits for a second, and looks around meanwhile. */
    interface Second {
        void pass() throws InterruptedException;
    }

    /**
     * How fast tasks were done.
     *
     * @param paces with each delay, the last as before
     * @param recoverySeconds how long after the last delay no task ended; the most that was waited for when none did
     */
    record Slowness(List<Pace> paces, int recoverySeconds) {}

    /** How many seconds it takes, if tasks end at once when the database is as fast as before. */
    static int seconds() {
        return (int) Stream.concat(PHASES.stream(), Stream.of(AS_BEFORE))
                .mapToLong(phase -> phase.length.toSeconds())
                .sum();
    }

    /** Blocks for that long; the database is as fast as before afterwards. */
    Slowness slowness(Second second) throws InterruptedException {
        List<Pace> paces = new ArrayList<>();
        for (Phase phase : PHASES) {
            toRecord.delayAnswers(phase.delay);
            paces.add(pace(phase, second));
        }
        toRecord.delayAnswers(Duration.ZERO);
        int recovery = recovery(second);
        paces.add(pace(AS_BEFORE, second));
        return new Slowness(paces, recovery);
    }

    private int recovery(Second second) throws InterruptedException {
        int before = count(ENDS, record.outcomes());
        int seconds = 0;
        while (seconds < MAX_RECOVERY_SECONDS && count(ENDS, record.outcomes()) == before) {
            second.pass();
            seconds++;
        }
        return seconds;
    }

    private Pace pace(Phase phase, Second second) throws InterruptedException {
        Map<String, Integer> before = record.outcomes();
        long begun = System.nanoTime();
        for (long passed = 0; passed < phase.length.toSeconds(); passed++) {
            second.pass();
        }
        Map<String, Integer> after = record.outcomes();
        double seconds = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1_000.0;
        return new Pace(
                phase.delay,
                count(ENDS, after) - count(ENDS, before),
                count(FAILURES, after) - count(FAILURES, before),
                seconds);
    }

    private static int count(Set<String> names, Map<String, Integer> outcomes) {
        return names.stream().mapToInt(name -> outcomes.getOrDefault(name, 0)).sum();
    }
}
