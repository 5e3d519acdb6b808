package dev.lockrace.benchmarks.names;

import java.lang.management.ManagementFactory;

/**
 * The resource usage of this JVM.
 *
 * @param heapBytes the used heap after a garbage collection
 * @param threads the number of live threads
 */
record JvmUsage(long heapBytes, int threads) {

    /** Measures the usage after a garbage collection, which the JVM's usual collectors perform on request. */
    static JvmUsage now() {
        System.gc();
        System.gc(); // collects objects that were weakly reachable before the first
        return new JvmUsage(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                ManagementFactory.getThreadMXBean().getThreadCount());
    }
}
