package dev.lockrace.race.verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Which recorded holds lie over each other: one sweep along the time, with the holds that are running.
 *
 * @param peak the most holds at the same moment
 * @param witnesses the first pairs that lay over each other, {@value #MAX_WITNESSES} at most, each in a sentence
 */
record Overlaps(int peak, List<String> witnesses) {

    static final int MAX_WITNESSES = 5;

    static Overlaps of(List<Hold> holds) {
        PriorityQueue<Hold> running = new PriorityQueue<>(Comparator.comparing(Hold::to));
        List<String> witnesses = new ArrayList<>();
        int peak = 0;
        for (Hold next : holds.stream().sorted(Comparator.comparing(Hold::from)).toList()) {
            while (!running.isEmpty() && !running.element().to().isAfter(next.from())) {
                running.remove();
            }
            if (!running.isEmpty() && witnesses.size() < MAX_WITNESSES) {
                witnesses.add(sentence(running.element(), next));
            }
            running.add(next);
            peak = Math.max(peak, running.size());
        }
        return new Overlaps(peak, List.copyOf(witnesses));
    }

    private static String sentence(Hold first, Hold second) {
        Instant end = first.to().isBefore(second.to()) ? first.to() : second.to();
        return "%s (task %d) and %s (task %d) both held it for %s from %s"
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
