package dev.lockrace.lab.load;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * A summary of all tasks, by the recorded events.
 *
 * @param confirmed tasks that the broker confirmed
 * @param taskOutcomes the confirmed tasks by their outcome; each task counts once
 * @param unconfirmed tasks that the broker did not confirm, or whose confirmation is not recorded
 * @param unconfirmedProcessed unconfirmed tasks that were processed nevertheless
 * @param unrecordedConfirmations runs that the producer reported as confirmed, but that are not recorded as confirmed
 * @param invoices the invoices of confirmed tasks
 * @param invoicesWithoutAttempt invoices without a recorded attempt that wrote them
 * @param deadLettersWithoutReason dead-lettered tasks that are not listed with a reason
 * @param tasksDoneTwice tasks whose work was completed more than once
 * @param lockNamesWithoutInvoice lock names without an invoice whose tasks have all ended, none of them dead-lettered
 * @param runsWithTwoHolders runs with two holders of their lock at the same time
 * @param attemptOutcomes all attempts by their outcome
 * @param unclosedAttempts attempts that were never closed, by worker
 */
public record TaskSummary(
        int confirmed,
        Map<TaskOutcome, Integer> taskOutcomes,
        int unconfirmed,
        int unconfirmedProcessed,
        int unrecordedConfirmations,
        int invoices,
        int invoicesWithoutAttempt,
        int deadLettersWithoutReason,
        int tasksDoneTwice,
        int lockNamesWithoutInvoice,
        int runsWithTwoHolders,
        Map<String, Integer> attemptOutcomes,
        Map<String, Integer> unclosedAttempts) {

    /** The outcome of a task. */
    public enum TaskOutcome {
        INVOICED,
        CONTENDED,
        DUPLICATE,
        FENCED,
        DEAD_LETTERED,
        /** The task has not ended. */
        PENDING;

        /** Returns the name in the event database and in JSON. */
        @JsonValue
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static TaskOutcome of(String id) {
            return Arrays.stream(values())
                    .filter(outcome -> outcome.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("There is no task outcome " + id));
        }
    }

    /** Returns the number of confirmed tasks with that outcome. */
    public int tasks(TaskOutcome outcome) {
        return taskOutcomes.getOrDefault(outcome, 0);
    }

    /** Returns the number of attempts with that outcome. */
    public int attempts(String outcome) {
        return attemptOutcomes.getOrDefault(outcome, 0);
    }

    /**
     * Returns the number of redeliveries of a task that had ended. Its worker was killed or lost its connection before it
     * acknowledged the message.
     */
    public int redeliveredAfterEnd() {
        return attempts("duplicate") - tasks(TaskOutcome.DUPLICATE);
    }
}
