package dev.lockrace.race.verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The overlaps of recorded holds, found by one sweep over time that keeps the current holds.
 *
 * @param peak the maximum number of holds at the same time
 * @param witnesses one sentence for each of the first {@value #MAX_WITNESSES} pairs that overlap
 */
record Overlaps(int peak, List<String> witnesses) {

    static final int MAX_WITNESSES = 5;

    static Overlaps of(List<Hold> holds) {
        PriorityQueue<Hold> current = new PriorityQueue<>(Comparator.comparing(Hold::to));
        List<String> witnesses = new ArrayList<>();
        int peak = 0;
        for (Hold next : holds.stream().sorted(Comparator.comparing(Hold::from)).toList()) {
            while (!current.isEmpty() && !current.element().to().isAfter(next.from())) {
                current.remove();
            }
            if (!current.isEmpty() && witnesses.size() < MAX_WITNESSES) {
                witnesses.add(sentence(current.element(), next));
            }
            current.add(next);
            peak = Math.max(peak, current.size());
        }
        return new Overlaps(peak, List.copyOf(witnesses));
    }

    private static String sentence(Hold first, Hold second) {
        Instant end = first.to().isBefore(second.to()) ? first.to() : second.to();
        return "%s (task %d) and %s (task %d) both held the lock for %s from %s"
                .formatted(
                        first.attempt().worker(),
                        first.attempt().taskNumber(),
                        second.attempt().worker(),
                        second.attempt().taskNumber(),
                        length(Duration.between(second.from(), end)),
                        second.from());
    }

    private static String length(Duration duration) {
        long millis = duration.toMillis();
        return millis > 0 ? millis + " ms" : duration.toNanos() / 1_000 + " µs";
    }
}
