package dev.lockrace.lab.soak;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The result of publishing: the requests, the responses of the producer, and the confirmed tasks.
 *
 * @param requests the number of requests for a run
 * @param rejected the requests that were answered with 503
 * @param unanswered the requests without a response
 * @param confirmed the confirmed runs, each with its number of confirmed tasks
 */
record PublishResult(int requests, int rejected, int unanswered, Map<UUID, Integer> confirmed) {

    static PublishResult sum(List<PublishResult> parts) {
        Map<UUID, Integer> confirmed = new HashMap<>();
        parts.forEach(part -> confirmed.putAll(part.confirmed));
        return new PublishResult(
                parts.stream().mapToInt(PublishResult::requests).sum(),
                parts.stream().mapToInt(PublishResult::rejected).sum(),
                parts.stream().mapToInt(PublishResult::unanswered).sum(),
                Map.copyOf(confirmed));
    }
}
