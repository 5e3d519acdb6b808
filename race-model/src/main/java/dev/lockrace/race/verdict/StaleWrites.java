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
 * Invoices that a holder committed after one of a later holder: its lease had ended, whatever it believed. Tokens tell
 * who is later; without them the record does, where a grant was asked for after another was there.
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

    /** Each of the run's in a sentence. */
    static List<String> of(EventLog events) {
        return new StaleWrites(events).find();
    }

    private List<String> find() {
        List<String> found = new ArrayList<>();
        long greatest = Long.MIN_VALUE;
        Granted latest = null;
        for (Invoice invoice : events.invoices()) {
            Long token = invoice.token();
            if (token != null) {
                if (token < greatest && invoice.isOf(events.run())) {
                    found.add("the invoice of task %d was committed under token %d after one under token %d"
                            .formatted(invoice.taskNumber(), token, greatest));
                }
                greatest = Math.max(greatest, token);
            } else {
                Granted granted = granted(invoice).orElse(null);
                if (granted != null && latest != null && latest.isLaterThan(granted)) {
                    found.add("the invoice of task %d was committed after that of task %d, which got the lock later"
                            .formatted(invoice.taskNumber(), latest.invoice().taskNumber()));
                }
                latest = laterOf(latest, granted);
            }
        }
        return found;
    }

    /** An invoice, and when its lease was asked for and was there. */
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
