package dev.lockrace.lab.overload;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * How the queue was filled.
 *
 * @param requests for a run
 * @param turnedAway how many of them found the broker short of memory, before the queue was full
 * @param unconfirmed how many of them the broker did not confirm in whole
 * @param confirmed the runs, each with how many of its tasks were confirmed
 */
record Filling(int requests, int turnedAway, int unconfirmed, Map<UUID, Integer> confirmed) {

    static Filling sum(List<Filling> parts) {
        Map<UUID, Integer> confirmed = new HashMap<>();
        parts.forEach(part -> confirmed.putAll(part.confirmed));
        return new Filling(
                parts.stream().mapToInt(Filling::requests).sum(),
                parts.stream().mapToInt(Filling::turnedAway).sum(),
                parts.stream().mapToInt(Filling::unconfirmed).sum(),
                Map.copyOf(confirmed));
    }

    int tasks() {
        return confirmed.values().stream().mapToInt(Integer::intValue).sum();
    }
}
