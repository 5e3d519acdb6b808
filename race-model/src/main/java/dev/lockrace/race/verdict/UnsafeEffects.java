package dev.lockrace.race.verdict;

import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.event.EventLog;
import java.util.List;
import java.util.stream.Stream;

/**
 * The harm that a broken lock did to the resource it protects: invoices that two holders created at the same time, and
 * invoices that a stale holder committed after a later holder. Two holders of which one created no invoice did no harm.
 */
public final class UnsafeEffects {

    private UnsafeEffects() {}

    /** Returns one sentence per unsafe effect. Empty if all invoices are as if one holder had followed the other. */
    public static List<String> of(EventLog events) {
        List<Hold> withInvoice = events.attempts().stream()
                .filter(attempt -> attempt.outcome() == AttemptOutcome.INVOICED)
                .flatMap(attempt -> Hold.of(attempt).stream())
                .toList();
        return Stream.concat(Overlaps.of(withInvoice).witnesses().stream(), StaleWrites.of(events).stream())
                .toList();
    }
}
