package dev.lockrace.benchmarks.locks;

import dev.lockrace.benchmarks.subject.Candidate;
import dev.lockrace.benchmarks.subject.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The schedule of the {@code locks} benchmark.
 *
 * @param stores the stores to measure
 * @param warmupRounds the number of rounds whose results are discarded, so that the JVM has compiled all code
 * @param rounds the number of measured rounds
 * @param warmup the duration of the warm-up before each measurement
 * @param measurement the duration of each measurement
 */
record LocksPlan(List<Store> stores, int warmupRounds, int rounds, Duration warmup, Duration measurement) {

    /** The time to open and close a candidate on an idle machine. */
    private static final Duration OVERHEAD = Duration.ofMillis(600);

    /**
     * Returns the cases of a round. All candidates of a store and scenario follow one another, so that other load on the
     * machine affects them equally. Their order differs between rounds, so that none is always first.
     */
    List<BenchmarkCase> round(int round) {
        Random order = new Random(round); // the same on every run of the command
        List<BenchmarkCase> cases = new ArrayList<>();
        for (Store store : stores) {
            for (Scenario scenario : Scenario.values()) {
                List<Candidate> candidates = new ArrayList<>(store.candidates());
                Collections.shuffle(candidates, order);
                candidates.forEach(candidate -> cases.add(new BenchmarkCase(store, scenario, candidate)));
            }
        }
        return cases;
    }

    int measurements() {
        return (warmupRounds + rounds) * round(1).size();
    }

    /** Returns the estimated duration of the benchmark. */
    Duration estimate() {
        return warmup.plus(measurement).plus(OVERHEAD).multipliedBy(measurements());
    }

    /** Returns the timeout of one measurement. */
    Duration measurementTimeout() {
        return warmup.plus(measurement).plus(Duration.ofSeconds(90));
    }
}
