package dev.lockrace.lab.faults.result;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.event.EventLog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The timeline of a race. All moments are milliseconds since its start.
 *
 * @param faultFrom when the fault began
 * @param faultTo when the fault ended
 * @param end the last moment of the timeline
 * @param workers the names of the workers, sorted; each has a lane
 */
public record Timeline(long faultFrom, long faultTo, long end, List<String> workers, List<Bar> bars, List<Mark> marks) {

    /**
     * A hold, or the time of a stale holder.
     *
     * @param token null if the backend offers none
     * @param outcome how the attempt ended; null if it never did
     */
    public record Bar(
            String worker,
            BarKind kind,
            long from,
            long to,
            int task,
            @Nullable Long token,
            @Nullable AttemptOutcome outcome) {}

    /** The kind of a bar. */
    public enum BarKind {
        /** A hold that the events prove. */
        HOLD("hold"),
        /** A stale holder, which continued after its lease had ended. */
        STALE_HOLDER("stale-holder");

        private final String id;

        BarKind(String id) {
            this.id = id;
        }

        @JsonValue
        public String id() {
            return id;
        }
    }

    /** An event at one moment. */
    public record Mark(
            String worker,
            MarkKind kind,
            long at,
            int task,
            @Nullable Long token) {}

    /** The kind of a mark. */
    public enum MarkKind {
        /** An invoice was written. */
        INVOICE("invoice"),
        /** An invoice was rejected by its fencing token. */
        REJECTED("rejected"),
        /** A request for the lock found it contended. */
        CONTENDED("contended"),
        /** A request for the lock was not answered. */
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

    /** Returns the timeline of the recorded events, with the time of the fault. */
    public static Timeline of(EventLog events, FaultWindow window) {
        TimelineBuilder builder = new TimelineBuilder(events.run().createdAt());
        events.attempts().forEach(builder::add);
        events.invoices().forEach(builder::add);
        return builder.build(window);
    }
}
