package dev.lockrace.lab.soak;

import java.time.Duration;

/**
 * Something that was done to servers or workers.
 *
 * @param what in a few words
 * @param ended how many tasks had ended when it began
 * @param took until all was back
 */
record Incident(String what, int ended, Duration took) {}
