package dev.lockrace.lab.faults;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.lockrace.race.AttemptOutcome;
import dev.lockrace.race.Evidence;
import dev.lockrace.race.Evidence.Attempt;
import dev.lockrace.race.Hold;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a race, to be drawn. All moments are milliseconds since the race was begun.
 *
 * @param faultFrom when the fault began
 * @param faultTo when it was over
 * @param end the last moment of all
 * @param workers a lane for each, in the order of their names
 */
public record Timeline(long faultFrom, long faultTo, long end, List<String> workers, List<Bar> bars, List<Mark> marks) {

    /**
     * Something that took time.
     *
     * @param token null where the backend offers none
     * @param outcome how the attempt ended; null when it was never heard of again
     */
    public record Bar(
            String worker,
            BarKind kind,
            long from,
            long to,
            int task,
            @Nullable Long token,
            @Nullable AttemptOutcome outcome) {}

    /** What took time. */
    public enum BarKind {
        /** Held the lock, as the record proves. */
        HOLD("hold"),
        /** Worked on after the lease had ended. */
        BELIEF("belief");

        private final String id;

        BarKind(String id) {
            this.id = id;
        }

        @JsonValue
        public String id() {
            return id;
        }
    }

    /** Something that happened at a moment. */
    public record Mark(
            String worker,
            MarkKind kind,
            long at,
            int task,
            @Nullable Long token) {}

    /** What happened. */
    public enum MarkKind {
        /** An invoice was written. */
        INVOICE("invoice"),
        /** An invoice was refused by its token. */
        REFUSED("refused"),
        /** The lock was asked for, and held by another. */
        CONTENDED("contended"),
        /** The lock was asked for, and the server did not answer. */
        NO_ANSWER("no-answer");

        private final String id;

        MarkKind(String id) {
            this.id = id;
        }

        @JsonValue
        public String id() {
            return id;
        }
    }

    static Timeline of(Evidence evidence, FaultWindow window) {
        Builder builder = new Builder(evidence.run().createdAt());
        evidence.attempts().forEach(builder::add);
        evidence.invoices().forEach(builder::add);
        return builder.build(window);
    }

    private static final class Builder {

        private final Instant begin;
        private final List<Bar> bars = new ArrayList<>();
        private final List<Mark> marks = new ArrayList<>();

        private Builder(Instant begin) {
            this.begin = begin;
        }

        private long millis(Instant moment) {
            return Duration.between(begin, moment).toMillis();
        }

        private void add(Attempt attempt) {
            Hold.of(attempt).ifPresent(hold -> {
                bars.add(bar(attempt, BarKind.HOLD, hold.from(), hold.to()));
                Instant released = attempt.releasedAt();
                if (released != null && released.isAfter(hold.to())) {
                    bars.add(bar(attempt, BarKind.BELIEF, hold.to(), released));
                }
            });
            AttemptOutcome outcome = attempt.outcome();
            if (outcome != null) {
                switch (outcome) {
                    case FENCED -> mark(attempt, MarkKind.REFUSED, endOf(attempt));
                    case CONTENDED -> mark(attempt, MarkKind.CONTENDED, attempt.requestedAt());
                    case FAILED, UNKNOWN -> mark(attempt, MarkKind.NO_ANSWER, attempt.requestedAt());
                    case INVOICED, DUPLICATE, DEAD, RETRIED, LOST, GIVEN_BACK -> {
                        // Its bar, or its invoice, says it.
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

        private void add(Evidence.Invoice invoice) {
            marks.add(new Mark(
                    invoice.worker(),
                    MarkKind.INVOICE,
                    millis(invoice.createdAt()),
                    invoice.taskNumber(),
                    invoice.token()));
        }

        private Timeline build(FaultWindow window) {
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
}
