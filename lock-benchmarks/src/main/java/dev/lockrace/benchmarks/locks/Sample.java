package dev.lockrace.benchmarks.locks;

/**
 * One measurement.
 *
 * @param round from 1: what was measured in the same round was measured at about the same time
 * @param perSecond operations per second, of all threads together
 * @param bytesPerOperation what an operation allocates, in all threads of the JVM, the driver's too
 */
record Sample(Cell cell, int round, double perSecond, double bytesPerOperation) {}
