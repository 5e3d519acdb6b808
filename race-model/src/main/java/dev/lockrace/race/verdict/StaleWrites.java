package dev.lockrace.race.verdict;

import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.event.EventLog;
import dev.lockrace.race.event.EventLog.Attempt;
import dev.lockrace.race.event.EventLog.Invoice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The stale writes of a run: invoices that a holder committed after a later holder had committed one, so its lease had
 * ended. Fencing tokens determine which holder is later. Without tokens, a holder is later if it requested the lock
 * after the other one had acquired it.
 */
final class StaleWrites {

    private final EventLog events;
    private final Map<Task, Attempt> byTask;

    private record Task(UUID runId, int number) {}

    private StaleWrites(EventLog events) {
        this.events = events;
        this.byTask = events.attempts().stream()
                .filter(attempt -> attempt.outcome() == AttemptOutcome.INVOICED)
                .collect(Collectors.toMap(
                        attempt -> new Task(attempt.runId(), attempt.taskNumber()), Function.identity(), (a, b) -> a));
    }

    /** Returns one sentence per stale write of the run. */
    static List<String> of(EventLog events) {
        return new StaleWrites(events).find();
    }

    private List<String> find() {
        List<String> found = new ArrayList<>();
        long maxToken = Long.MIN_VALUE;
        Granted latest = null;
        for (Invoice invoice : events.invoices()) {
            Long token = invoice.token();
            if (token != null) {
                if (token < maxToken && invoice.isOf(events.run())) {
                    found.add("the invoice of task %d was committed with token %d after an invoice with token %d"
                            .formatted(invoice.taskNumber(), token, maxToken));
                }
                maxToken = Math.max(maxToken, token);
            } else {
                Granted granted = granted(invoice).orElse(null);
                if (granted != null && latest != null && latest.isLaterThan(granted)) {
                    found.add(
                            "the invoice of task %d was committed after that of task %d, which acquired the lock later"
                                    .formatted(
                                            invoice.taskNumber(),
                                            latest.invoice().taskNumber()));
                }
                latest = laterOf(latest, granted);
            }
        }
        return found;
    }

    /** An invoice, with the times at which its lease was requested and acquired. */
    private record Granted(Invoice invoice, Instant requestedAt, Instant acquiredAt) {

        boolean isLaterThan(Granted other) {
            return requestedAt.isAfter(other.acquiredAt);
        }
    }

    private static @Nullable Granted laterOf(@Nullable Granted one, @Nullable Granted two) {
        if (one == null || two == null) {
            return one == null ? two : one;
        }
        return two.requestedAt().isAfter(one.requestedAt()) ? two : one;
    }

    private Optional<Granted> granted(Invoice invoice) {
        return Optional.ofNullable(byTask.get(new Task(invoice.runId(), invoice.taskNumber())))
                .flatMap(attempt -> Optional.ofNullable(attempt.acquiredAt())
                        .map(acquiredAt -> new Granted(invoice, attempt.requestedAt(), acquiredAt)));
    }
}
