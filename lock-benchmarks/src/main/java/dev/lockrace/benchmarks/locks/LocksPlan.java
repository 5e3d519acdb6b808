package dev.lockrace.benchmarks.locks;

import dev.lockrace.benchmarks.subject.Candidate;
import dev.lockrace.benchmarks.subject.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What is measured, how often, and for how long each time.
 *
 * @param warmupRounds come first, as any other but for nothing: the JVM's compiler has then seen everything
 * @param warmup before each measurement
 */
record LocksPlan(List<Store> stores, int warmupRounds, int rounds, Duration warmup, Duration measurement) {

    /** What opening and closing takes besides, on a machine with little else to do. */
    private static final Duration OVERHEAD = Duration.ofMillis(600);

    /**
     * The cells of a round. All candidates of a store and scenario come one after another, so that what else the machine
     * does hits all alike; in an order of the round's own, so that none always comes first.
     */
    List<Cell> round(int round) {
        Random order = new Random(round); // the same at every call of the command
        List<Cell> cells = new ArrayList<>();
        for (Store store : stores) {
            for (Scenario scenario : Scenario.values()) {
                List<Candidate> candidates = new ArrayList<>(store.candidates());
                Collections.shuffle(candidates, order);
                candidates.forEach(candidate -> cells.add(new Cell(store, scenario, candidate)));
            }
        }
        return cells;
    }

    int measurements() {
        return (warmupRounds + rounds) * round(1).size();
    }

    /** How long all takes, about. */
    Duration estimate() {
        return warmup.plus(measurement).plus(OVERHEAD).multipliedBy(measurements());
    }

    /** How long one measurement may take before the benchmark is given up. */
    Duration limit() {
        return warmup.plus(measurement).plus(Duration.ofSeconds(90));
    }
}
