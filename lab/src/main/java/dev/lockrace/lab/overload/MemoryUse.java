package dev.lockrace.lab.overload;

/**
 * The resident memory of a process, in MiB.
 *
 * @param atStart when it was ready
 * @param whenFull when the queue was full
 * @param most of all that was seen
 * @param limit what it has in {@code docker-compose.yml}
 */
record MemoryUse(String process, int atStart, int whenFull, int most, int limit) {}
