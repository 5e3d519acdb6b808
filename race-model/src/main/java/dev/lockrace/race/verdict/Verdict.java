package dev.lockrace.race.verdict;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/**
 * The verdict on a run: what its events prove about the lock.
 *
 * @param explanation the reason for the verdict, in one sentence
 * @param witnesses one sentence per violation; empty unless the lock is broken or work was doubled
 * @param ended whether every confirmed task has ended
 */
public record Verdict(Kind kind, String explanation, List<String> witnesses, boolean ended, Counts counts) {

    /** The kinds of verdict. */
    public enum Kind {
        /** The lock never had more than one holder. */
        HELD("held"),
        /** The lock had two holders at the same time, or a stale holder committed an invoice after a later holder. */
        BROKEN("broken"),
        /** A task was attempted and none is pending, but there is no invoice. */
        WORK_LOST("work lost"),
        /** The work of one task was completed more than once. */
        WORK_DOUBLED("work doubled"),
        /** The events prove neither. */
        INCONCLUSIVE("inconclusive");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        /** Returns the name in the database and in JSON. */
        @JsonValue
        public String id() {
            return id;
        }
    }

    /**
     * The counts of a run.
     *
     * @param tasks the number of requested tasks
     * @param acquired the number of attempts that acquired the lock
     * @param contended the number of tasks that found the lock held
     * @param failed the number of attempts to which a server did not answer
     * @param deadLettered the number of dead-lettered tasks
     * @param invoices the number of invoices
     * @param peakHolders the maximum number of leases held at the same time
     * @param staleHolders the number of holders that continued after their lease had ended
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
