package dev.lockrace.lab.overload;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The result of filling the queue.
 *
 * @param requests the number of requests for a run
 * @param rejected the requests that were rejected before the queue was full, since the broker was short of memory
 * @param partlyConfirmed the requests whose tasks were not all confirmed
 * @param confirmed the runs, each with its number of confirmed tasks
 */
record FillResult(int requests, int rejected, int partlyConfirmed, Map<UUID, Integer> confirmed) {

    static FillResult sum(List<FillResult> parts) {
        Map<UUID, Integer> confirmed = new HashMap<>();
        parts.forEach(part -> confirmed.putAll(part.confirmed));
        return new FillResult(
                parts.stream().mapToInt(FillResult::requests).sum(),
                parts.stream().mapToInt(FillResult::rejected).sum(),
                parts.stream().mapToInt(FillResult::partlyConfirmed).sum(),
                Map.copyOf(confirmed));
    }

    int tasks() {
        return confirmed.values().stream().mapToInt(Integer::intValue).sum();
    }
}
