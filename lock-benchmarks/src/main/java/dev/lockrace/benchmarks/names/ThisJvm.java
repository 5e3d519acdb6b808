package dev.lockrace.benchmarks.names;

import java.lang.management.ManagementFactory;

/**
 * What this JVM holds.
 *
 * @param heapBytes that are used after a collection
 * @param threads that live
 */
record ThisJvm(long heapBytes, int threads) {

    /** Collects the garbage first: the JVM's usual collectors take this request for an order. */
    static ThisJvm now() {
        System.gc();
        System.gc(); // what the first one only found to be weakly held
        return new ThisJvm(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                ManagementFactory.getThreadMXBean().getThreadCount());
    }
}
