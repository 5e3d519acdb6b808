package dev.lockrace.lab.faults.result;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.lockrace.race.AttemptOutcome;
import dev.lockrace.race.EventLog;
import java.util.List;
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

    /** What the record of a race tells; the fault lasted that long. */
    public static Timeline of(EventLog events, FaultWindow window) {
        TimelineBuilder builder = new TimelineBuilder(events.run().createdAt());
        events.attempts().forEach(builder::add);
        events.invoices().forEach(builder::add);
        return builder.build(window);
    }
}
