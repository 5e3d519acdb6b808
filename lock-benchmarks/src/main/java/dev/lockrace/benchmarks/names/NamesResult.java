package dev.lockrace.benchmarks.names;

import dev.lockrace.benchmarks.subject.Store;

/**
 * What was seen.
 *
 * @param names how many were used
 * @param first the first thousand after the warm-up
 * @param last the last thousand
 * @param most the most entries that the store was seen to have
 * @param atEnd what the store had right after the last name
 * @param settled what it had when it had cleaned up, or when that was no more waited for
 * @param settledSeconds how long after the last name that was
 * @param jvmBefore before the first of the measured thousand
 * @param jvmAfter after all
 * @param maxThreads the most that lived at the same time, the benchmark's own among them
 */
record NamesResult(
        Store store,
        long names,
        Thousand first,
        Thousand last,
        Contents most,
        Contents atEnd,
        Contents settled,
        long settledSeconds,
        ThisJvm jvmBefore,
        ThisJvm jvmAfter,
        int maxThreads) {

    double totalRatio() {
        return (double) last.total().toNanos() / first.total().toNanos();
    }

    double medianRatio() {
        return (double) last.median().toNanos() / first.median().toNanos();
    }
}
