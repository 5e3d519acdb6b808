package dev.lockrace.lab.load;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Map;

/**
 * What the record says became of the tasks.
 *
 * @param confirmed tasks that the broker confirmed
 * @param ends of the confirmed tasks, each once, by how it ended
 * @param unconfirmed tasks that it did not confirm, or whose confirmation did not come on record
 * @param unconfirmedThatCame how many of them were worked all the same
 * @param brokenPromises runs that the producer said to be confirmed, and that are not on record as such
 * @param invoices of the confirmed tasks
 * @param invoicesWithoutAttempt invoices without an attempt that wrote them
 * @param deadWithoutReason dead tasks that are not listed with a reason
 * @param workedTwice tasks whose work was done to its end more than once
 * @param namesWithoutInvoice lock names whose tasks have all ended, none of them dead, and nobody did the work
 * @param brokenRuns runs whose lock had two holders at the same moment
 * @param outcomes of all attempts
 * @param unclosed attempts that were never closed, by worker
 */
public record Account(
        int confirmed,
        Map<End, Integer> ends,
        int unconfirmed,
        int unconfirmedThatCame,
        int brokenPromises,
        int invoices,
        int invoicesWithoutAttempt,
        int deadWithoutReason,
        int workedTwice,
        int namesWithoutInvoice,
        int brokenRuns,
        Map<String, Integer> outcomes,
        Map<String, Integer> unclosed) {

    /** How a task ended. */
    public enum End {
        INVOICED,
        CONTENDED,
        DUPLICATE,
        FENCED,
        DEAD,
        /** It has not. */
        PENDING;

        /** The name in the record, and in JSON. */
        @JsonValue
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public int ended(End end) {
        return ends.getOrDefault(end, 0);
    }

    public int attempts(String outcome) {
        return outcomes.getOrDefault(outcome, 0);
    }

    /** How often a task came again after its end: its worker was killed, or cut off, before it could acknowledge. */
    public int cameAgain() {
        return attempts("duplicate") - ended(End.DUPLICATE);
    }
}
