package dev.lockrace.conformance.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * A violation of the contract, with the calls that prove it.
 *
 * @param clause the clause of the contract, such as {@code L1}
 * @param description what is wrong
 * @param events the calls that prove it, ordered by their start
 */
public record Violation(String clause, String description, List<Event> events) {

    public Violation {
        events = events.stream()
                .distinct()
                .sorted(Comparator.comparingLong(Event::start))
                .toList();
    }

    /** Formats one line per call, with times in milliseconds since the first call and a letter per owner id. */
    @Override
    public String toString() {
        List<String> owners = new ArrayList<>();
        StringBuilder out = new StringBuilder(
                "%s: %s, lock %s".formatted(clause, description, events.get(0).lock()));
        for (Event event : events) {
            if (!owners.contains(event.owner())) {
                owners.add(event.owner());
            }
            out.append("\n  ").append(line(event, (char) ('A' + owners.indexOf(event.owner()))));
        }
        return out.toString();
    }

    private String line(Event event, char owner) {
        return "%s to %s  %s: %s%s as %c: %s%s"
                .formatted(
                        millis(event.start()),
                        millis(event.end()),
                        event.client(),
                        event.call().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        event.timeToLive() == 0 ? "" : " for %.0f ms".formatted(event.timeToLive() / 1e6),
                        owner,
                        event.outcome().name().toLowerCase(Locale.ROOT),
                        token(event.token()));
    }

    private String millis(long nanos) {
        return nanos == Event.NEVER
                ? "    never"
                : String.format(Locale.ROOT, "%9.3f", (nanos - events.get(0).start()) / 1e6);
    }

    private static String token(OptionalLong token) {
        return token.isPresent() ? ", token " + token.getAsLong() : "";
    }
}
