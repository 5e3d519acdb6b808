package dev.lockrace.lab.soak;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What was sent, and what the producer answered.
 *
 * @param requests for a run
 * @param refused how many of them were answered that the service is unavailable (503)
 * @param unanswered how many of them had no answer
 * @param tasks how many were asked for
 * @param confirmed the runs that were confirmed, each with how many of its tasks
 */
record Sent(int requests, int refused, int unanswered, int tasks, Map<UUID, Integer> confirmed) {

    static final Sent NOTHING = new Sent(0, 0, 0, 0, Map.of());

    static Sent sum(List<Sent> parts) {
        Map<UUID, Integer> confirmed = new HashMap<>();
        parts.forEach(part -> confirmed.putAll(part.confirmed));
        return new Sent(
                parts.stream().mapToInt(Sent::requests).sum(),
                parts.stream().mapToInt(Sent::refused).sum(),
                parts.stream().mapToInt(Sent::unanswered).sum(),
                parts.stream().mapToInt(Sent::tasks).sum(),
                Map.copyOf(confirmed));
    }

    /** How many tasks the producer said to be confirmed. */
    int tasksConfirmed() {
        return confirmed.values().stream().mapToInt(Integer::intValue).sum();
    }
}
