package dev.lockrace.race.verdict;

import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.event.EventLog;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a broken lock did to what it guards, as against what holders believed: invoices that two holders made at the same
 * time, and invoices that a holder committed after one of a later holder. Where one
 * of two holders gave up, nothing unsafe was done.
 */
public final class UnsafeEffects {

    private UnsafeEffects() {}

    /** Each in a sentence; none when all that was written is as if one holder had come after the other. */
    public static List<String> of(EventLog events) {
        List<Hold> withInvoice = events.attempts().stream()
                .filter(attempt -> attempt.outcome() == AttemptOutcome.INVOICED)
                .flatMap(attempt -> Hold.of(attempt).stream())
                .toList();
        return Stream.concat(Overlaps.of(withInvoice).witnesses().stream(), StaleWrites.of(events).stream())
                .toList();
    }
}
