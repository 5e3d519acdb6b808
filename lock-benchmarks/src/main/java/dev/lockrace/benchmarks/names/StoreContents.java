package dev.lockrace.benchmarks.names;

/**
 * The size of a store that contains only locks.
 *
 * @param entries the number of rows, items or keys
 * @param bytes the space that they occupy, as reported by the store
 */
record StoreContents(long entries, long bytes) {}
