package dev.lockrace.benchmarks.names;

import dev.lockrace.benchmarks.subject.Store;

/**
 * The result for one store.
 *
 * @param store the store
 * @param names the number of names that were used
 * @param first the timing of the first batch after the warm-up
 * @param last the timing of the last batch
 * @param max the largest observed contents of the store
 * @param atEnd the contents of the store right after the last name
 * @param afterCleanup the contents of the store after its cleanup, or after the timeout for it
 * @param cleanupSeconds the time from the last name to {@code afterCleanup}
 * @param jvmBefore the usage of the JVM before the first batch
 * @param jvmAfter the usage of the JVM at the end
 * @param maxThreads the maximum number of threads, including those of the benchmark
 */
record NamesResult(
        Store store,
        long names,
        BatchTiming first,
        BatchTiming last,
        StoreContents max,
        StoreContents atEnd,
        StoreContents afterCleanup,
        long cleanupSeconds,
        JvmUsage jvmBefore,
        JvmUsage jvmAfter,
        int maxThreads) {

    double totalRatio() {
        return (double) last.total().toNanos() / first.total().toNanos();
    }

    double medianRatio() {
        return (double) last.median().toNanos() / first.median().toNanos();
    }
}
