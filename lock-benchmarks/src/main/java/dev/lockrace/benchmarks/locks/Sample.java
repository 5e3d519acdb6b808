package dev.lockrace.benchmarks.locks;

/**
 * The result of one measurement.
 *
 * @param benchmarkCase the measured case
 * @param round the round, from 1; samples of one round were measured at about the same time
 * @param perSecond the operations per second of all threads
 * @param bytesPerOperation the bytes allocated per operation by all threads of the JVM, including the driver's
 */
record Sample(BenchmarkCase benchmarkCase, int round, double perSecond, double bytesPerOperation) {}
