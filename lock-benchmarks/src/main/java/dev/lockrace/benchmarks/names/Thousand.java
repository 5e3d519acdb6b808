package dev.lockrace.benchmarks.names;

import java.time.Duration;
import java.util.Arrays;

/**
 * A thousand names, one after another, on one thread.
 *
 * @param total of all together
 * @param median of one: whatever else the machine did for a moment does not change it
 */
record Thousand(Duration total, Duration median) {

    static final int NAMES = 1_000;

    /** Uses the next names, and takes the time. */
    static Thousand time(Runnable nextName) {
        long[] each = new long[NAMES];
        for (int i = 0; i < NAMES; i++) {
            long startedAt = System.nanoTime();
            nextName.run();
            each[i] = System.nanoTime() - startedAt;
        }
        long total = Arrays.stream(each).sum();
        Arrays.sort(each);
        return new Thousand(Duration.ofNanos(total), Duration.ofNanos(each[NAMES / 2]));
    }
}
