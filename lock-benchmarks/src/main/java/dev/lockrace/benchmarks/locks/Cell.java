package dev.lockrace.benchmarks.locks;

import dev.lockrace.benchmarks.subject.Candidate;
import dev.lockrace.benchmarks.subject.Store;

/** What is measured once a round. */
record Cell(Store store, Scenario scenario, Candidate candidate) {

    @Override
    public String toString() {
        return "%s, %s, %s".formatted(store.label(), scenario.label(), candidate.label());
    }
}
