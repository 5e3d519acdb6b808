package dev.lockrace.race.verdict;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/**
 * What the events of a run says.
 *
 * @param explanation why, in a sentence for people
 * @param witnesses what convicts the lock, each in a sentence; empty unless it is broken or work was doubled
 * @param ended whether every confirmed task has ended
 */
public record Verdict(Kind kind, String explanation, List<String> witnesses, boolean ended, Counts counts) {

    /** The possible verdicts. */
    public enum Kind {
        /** Never more than one holder. */
        HELD("held"),
        /** Two holders at the same moment, or an invoice that a holder committed after one of a later holder. */
        BROKEN("broken"),
        /** No invoice though a task tried and nothing is pending. */
        WORK_LOST("work lost"),
        /** One task's work done to its end twice. */
        WORK_DOUBLED("work doubled"),
        /** The events can't tell. */
        INCONCLUSIVE("inconclusive");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        @JsonValue
        public String id() {
            return id;
        }
    }

    /**
     * What was counted.
     *
     * @param acquired attempts that got the lock
     * @param contended tasks that found it held
     * @param failed attempts that got no answer from a server
     * @param deadLettered tasks in the dead queue
     * @param peakHolders the most leases held at the same moment
     * @param staleHolders holders that worked on after their lease had ended
     */
    public record Counts(
            int tasks,
            int acquired,
            int contended,
            int failed,
            int deadLettered,
            int invoices,
            int peakHolders,
            int staleHolders) {}
}
