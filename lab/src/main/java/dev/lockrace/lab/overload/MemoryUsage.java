package dev.lockrace.lab.overload;

/**
 * The resident memory of a process in MiB.
 *
 * @param ready the memory when the process was ready
 * @param queueFull the memory when the queue was full
 * @param max the maximum of all samples
 * @param limit the limit in {@code docker-compose.yml}
 */
record MemoryUsage(String process, int ready, int queueFull, int max, int limit) {}
