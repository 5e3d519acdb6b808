package dev.lockrace.lab.overload;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What callers of {@code /hello} were answered while the queue was full.
 *
 * @param refused answers that the service is unavailable (503), and when to ask again
 * @param otherwise other answers, or none
 * @param accepted the runs that there was room for, each with how many of its tasks were confirmed
 */
record PushBack(int refused, int otherwise, Map<UUID, Integer> accepted) {

    static PushBack sum(List<PushBack> parts) {
        Map<UUID, Integer> accepted = new HashMap<>();
        parts.forEach(part -> accepted.putAll(part.accepted));
        return new PushBack(
                parts.stream().mapToInt(PushBack::refused).sum(),
                parts.stream().mapToInt(PushBack::otherwise).sum(),
                Map.copyOf(accepted));
    }
}
