package dev.lockrace.lab.faults.result;

import dev.lockrace.lab.faults.result.Timeline.Bar;
import dev.lockrace.lab.faults.result.Timeline.BarKind;
import dev.lockrace.lab.faults.result.Timeline.Mark;
import dev.lockrace.lab.faults.result.Timeline.MarkKind;
import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.event.EventLog;
import dev.lockrace.race.event.EventLog.Attempt;
import dev.lockrace.race.verdict.Hold;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A builder of a timeline from the recorded events of a race. */
final class TimelineBuilder {

    private final Instant begin;
    private final List<Bar> bars = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();

    TimelineBuilder(Instant begin) {
        this.begin = begin;
    }

    private long millis(Instant moment) {
        return Duration.between(begin, moment).toMillis();
    }

    void add(Attempt attempt) {
        Hold.of(attempt).ifPresent(hold -> {
            bars.add(bar(attempt, BarKind.HOLD, hold.from(), hold.to()));
            Instant released = attempt.releasedAt();
            if (released != null && released.isAfter(hold.to())) {
                bars.add(bar(attempt, BarKind.STALE_HOLDER, hold.to(), released));
            }
        });
        AttemptOutcome outcome = attempt.outcome();
        if (outcome != null) {
            switch (outcome) {
                case FENCED -> mark(attempt, MarkKind.REJECTED, endOf(attempt));
                case CONTENDED -> mark(attempt, MarkKind.CONTENDED, attempt.requestedAt());
                case FAILED, UNKNOWN -> mark(attempt, MarkKind.NO_ANSWER, attempt.requestedAt());
                case INVOICED, DUPLICATE, DEAD_LETTERED, RETRIED, LOST, REQUEUED -> {
                    // Shown by the bar or the invoice.
                }
            }
        }
    }

    private static Instant endOf(Attempt attempt) {
        Instant released = attempt.releasedAt();
        return released == null ? attempt.leaseEnd() : released;
    }

    private Bar bar(Attempt attempt, BarKind kind, Instant from, Instant to) {
        return new Bar(
                attempt.worker(),
                kind,
                millis(from),
                millis(to),
                attempt.taskNumber(),
                attempt.token(),
                attempt.outcome());
    }

    private void mark(Attempt attempt, MarkKind kind, Instant at) {
        marks.add(new Mark(attempt.worker(), kind, millis(at), attempt.taskNumber(), attempt.token()));
    }

    void add(EventLog.Invoice invoice) {
        marks.add(new Mark(
                invoice.worker(),
                MarkKind.INVOICE,
                millis(invoice.createdAt()),
                invoice.taskNumber(),
                invoice.token()));
    }

    Timeline build(FaultWindow window) {
        List<String> workers = Stream.concat(
                        bars.stream().map(Bar::worker), marks.stream().map(Mark::worker))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                .toList();
        long end = Stream.concat(bars.stream().map(Bar::to), marks.stream().map(Mark::at))
                .max(Comparator.naturalOrder())
                .orElse(0L);
        return new Timeline(
                millis(window.begin()),
                millis(window.end()),
                Math.max(end, millis(window.end())),
                workers,
                bars,
                marks);
    }
}
