package dev.lockrace.benchmarks.locks;

import dev.lockrace.benchmarks.subject.Candidate;
import dev.lockrace.benchmarks.subject.Store;

/** The combination of store, scenario and candidate that a round measures once. */
record BenchmarkCase(Store store, Scenario scenario, Candidate candidate) {

    @Override
    public String toString() {
        return "%s, %s, %s".formatted(store.label(), scenario.label(), candidate.label());
    }
}
