package dev.lockrace.lab.overload;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The responses to callers of {@code /hello} while the queue was full.
 *
 * @param rejected the calls that were answered with 503 and {@code Retry-After}
 * @param failed the calls with another response or none
 * @param accepted the accepted runs, each with its number of confirmed tasks
 */
record BackPressure(int rejected, int failed, Map<UUID, Integer> accepted) {

    static BackPressure sum(List<BackPressure> parts) {
        Map<UUID, Integer> accepted = new HashMap<>();
        parts.forEach(part -> accepted.putAll(part.accepted));
        return new BackPressure(
                parts.stream().mapToInt(BackPressure::rejected).sum(),
                parts.stream().mapToInt(BackPressure::failed).sum(),
                Map.copyOf(accepted));
    }
}
