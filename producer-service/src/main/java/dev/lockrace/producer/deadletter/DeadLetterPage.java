package dev.lockrace.producer.deadletter;

import java.util.List;
import java.util.Map;

/**
 * A page of dead letters, the latest first.
 *
 * @param total the total number of dead letters
 * @param links the link to the next page, if there may be one
 */
record DeadLetterPage(long total, List<DeadLetter> deadLetters, Map<String, String> links) {

    static DeadLetterPage of(long total, List<DeadLetter> deadLetters, int limit) {
        if (deadLetters.size() < limit) {
            return new DeadLetterPage(total, deadLetters, Map.of());
        }
        long last = deadLetters.get(deadLetters.size() - 1).id();
        return new DeadLetterPage(
                total, deadLetters, Map.of("next", "/dead-letters?limit=%d&before=%d".formatted(limit, last)));
    }
}
