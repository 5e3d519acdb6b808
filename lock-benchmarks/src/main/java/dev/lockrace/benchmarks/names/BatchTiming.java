package dev.lockrace.benchmarks.names;

import java.time.Duration;
import java.util.Arrays;

/**
 * The timing of a batch of 1,000 names, used one after another on one thread.
 *
 * @param total the total time
 * @param median the median time of one name, which short disturbances do not affect
 */
record BatchTiming(Duration total, Duration median) {

    static final int SIZE = 1_000;

    /** Uses a batch of names and measures the time. */
    static BatchTiming measure(Runnable nextName) {
        long[] each = new long[SIZE];
        for (int i = 0; i < SIZE; i++) {
            long startedAt = System.nanoTime();
            nextName.run();
            each[i] = System.nanoTime() - startedAt;
        }
        long total = Arrays.stream(each).sum();
        Arrays.sort(each);
        return new BatchTiming(Duration.ofNanos(total), Duration.ofNanos(each[SIZE / 2]));
    }
}
