package dev.lockrace.benchmarks.names;

/**
 * What a store keeps for locks.
 *
 * @param entries rows, items or keys
 * @param bytes what they occupy, by the store's own account
 */
record Contents(long entries, long bytes) {}
