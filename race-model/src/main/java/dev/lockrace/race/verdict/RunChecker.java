package dev.lockrace.race.verdict;

import static dev.lockrace.race.event.AttemptOutcome.CONTENDED;
import static dev.lockrace.race.event.AttemptOutcome.DEAD_LETTERED;
import static dev.lockrace.race.event.AttemptOutcome.FAILED;
import static dev.lockrace.race.event.AttemptOutcome.FENCED;
import static dev.lockrace.race.event.AttemptOutcome.UNKNOWN;

import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.event.EventLog;
import dev.lockrace.race.event.EventLog.Attempt;
import dev.lockrace.race.verdict.Verdict.Counts;
import dev.lockrace.race.verdict.Verdict.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The checker of a run: a function from its events to its verdict, which the services, the command and the tests share.
 */
public final class RunChecker {

    private final EventLog events;
    private final List<Attempt> own;
    private final List<Hold> holds;
    private final Overlaps overlaps;
    private final RunProgress progress;
    private final Counts counts;

    private RunChecker(EventLog events) {
        this.events = events;
        this.own = events.attempts().stream()
                .filter(attempt -> attempt.isOf(events.run()))
                .toList();
        this.holds = events.attempts().stream()
                .flatMap(attempt -> Hold.of(attempt).stream())
                .toList();
        this.overlaps = Overlaps.of(holds);
        this.progress = RunProgress.of(events.run(), own);
        this.counts = count();
    }

    /** Returns the verdict on the current events. It may change while tasks are pending. */
    public static Verdict check(EventLog events) {
        return new RunChecker(events).verdict();
    }

    private Verdict verdict() {
        List<String> stale = StaleWrites.of(events);
        if (overlaps.peak() > 1 || !stale.isEmpty()) {
            return broken(stale);
        }
        List<String> doubled = doubledWork();
        if (!doubled.isEmpty()) {
            return verdict(Kind.WORK_DOUBLED, "the work of a task was completed more than once", doubled);
        }
        if (!progress.ended()) {
            return verdict(Kind.INCONCLUSIVE, "the run has not ended: " + progress.pending());
        }
        return counts.invoices() == 0 ? withoutInvoice() : withInvoices();
    }

    private Verdict broken(List<String> stale) {
        List<String> witnesses = new ArrayList<>(overlaps.witnesses());
        witnesses.addAll(stale);
        String explanation = overlaps.peak() > 1
                ? "the lock had %d holders at the same time".formatted(overlaps.peak())
                : "a stale holder committed an invoice after a later holder had committed one";
        return verdict(Kind.BROKEN, explanation, witnesses);
    }

    private Verdict withoutInvoice() {
        if (counts.deadLettered() > 0) {
            return verdict(
                    Kind.INCONCLUSIVE,
                    counts.deadLettered() == 1
                            ? "no invoice, and 1 task was dead-lettered"
                            : "no invoice, and %d tasks were dead-lettered".formatted(counts.deadLettered()));
        }
        if (own.isEmpty()) {
            return verdict(Kind.INCONCLUSIVE, "no task was attempted");
        }
        if (own.size() < events.attempts().size() || tasksWithOutcome(FENCED) > 0) {
            return verdict(Kind.INCONCLUSIVE, "no invoice, because another run held the same lock");
        }
        return verdict(Kind.WORK_LOST, "no invoice, although no task is pending");
    }

    private Verdict withInvoices() {
        if (!Contention.isShownBy(own, holds)) {
            return verdict(Kind.INCONCLUSIVE, "no contention: no attempt requested the lock while another held it");
        }
        String invoices = counts.invoices() == 1 ? "" : ", %d invoices".formatted(counts.invoices());
        return verdict(Kind.HELD, "one holder at a time" + invoices);
    }

    private Verdict verdict(Kind kind, String explanation) {
        return verdict(kind, explanation, List.of());
    }

    private Verdict verdict(Kind kind, String explanation, List<String> witnesses) {
        return new Verdict(kind, explanation, List.copyOf(witnesses), progress.ended(), counts);
    }

    private Counts count() {
        return new Counts(
                events.run().tasksRequested(),
                (int) own.stream()
                        .filter(attempt -> attempt.acquiredAt() != null)
                        .count(),
                tasksWithOutcome(CONTENDED),
                (int) own.stream()
                        .filter(attempt -> attempt.outcome() == FAILED || attempt.outcome() == UNKNOWN)
                        .count(),
                tasksWithOutcome(DEAD_LETTERED),
                (int) events.invoices().stream()
                        .filter(invoice -> invoice.isOf(events.run()))
                        .count(),
                overlaps.peak(),
                (int) events.attempts().stream()
                        .filter(Attempt::outlivedItsLease)
                        .count());
    }

    private int tasksWithOutcome(AttemptOutcome outcome) {
        return (int) own.stream()
                .filter(attempt -> attempt.outcome() == outcome)
                .map(Attempt::taskNumber)
                .distinct()
                .count();
    }

    private List<String> doubledWork() {
        Map<Integer, Long> completions = own.stream()
                .filter(Attempt::workDone)
                .collect(Collectors.groupingBy(Attempt::taskNumber, TreeMap::new, Collectors.counting()));
        return completions.entrySet().stream()
                .filter(task -> task.getValue() > 1)
                .map(task -> "the work of task %d was completed %d times".formatted(task.getKey(), task.getValue()))
                .toList();
    }
}
