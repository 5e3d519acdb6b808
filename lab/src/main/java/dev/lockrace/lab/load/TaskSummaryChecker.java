package dev.lockrace.lab.load;

import dev.lockrace.lab.cli.Plural;
import dev.lockrace.lab.load.TaskSummary.TaskOutcome;
import dev.lockrace.race.RaceBackend;
import java.util.ArrayList;
import java.util.List;

/** The checker of a task summary: it reports lost tasks and work that was done twice. */
public final class TaskSummaryChecker {

    private final RaceBackend backend;
    private final TaskSummary tasks;
    private final List<String> violations = new ArrayList<>();

    private TaskSummaryChecker(RaceBackend backend, TaskSummary tasks) {
        this.backend = backend;
        this.tasks = tasks;
    }

    /**
     * Checks a summary.
     *
     * @param queued the number of tasks that are still in the queue, which may include unconfirmed ones
     * @return the violations, each in a sentence; empty if there are none
     */
    public static List<String> check(RaceBackend backend, TaskSummary tasks, long queued) {
        TaskSummaryChecker checker = new TaskSummaryChecker(backend, tasks);
        checker.checkCounts(queued);
        checker.checkWork();
        return List.copyOf(checker.violations);
    }

    private void checkCounts(long queued) {
        int pending = tasks.confirmed() - ended();
        int maxQueued = pending + tasks.unconfirmed() - tasks.unconfirmedProcessed();
        if (queued < pending) {
            violations.add("%s confirmed, but only %d ended%s"
                    .formatted(
                            were(tasks.confirmed(), "task"),
                            ended(),
                            queued == 0 ? "" : " and %d are in the queue".formatted(queued)));
        } else if (queued > maxQueued) {
            violations.add("%s in the queue, but only %d of the published tasks have not ended"
                    .formatted(are(queued, "task"), maxQueued));
        }
        addIfAny(tasks.unrecordedConfirmations(), "run", "reported as confirmed, but not recorded as confirmed");
        addIfAny(tasks.deadLettersWithoutReason(), "task", "dead-lettered without a recorded reason");
        int invoiced = tasks.tasks(TaskOutcome.INVOICED);
        if (tasks.invoices() != invoiced) {
            violations.add("%s with an invoice, but there %s"
                    .formatted(Plural.of(invoiced, "task") + " ended", exist(tasks.invoices(), "invoice")));
        }
    }

    private int ended() {
        return tasks.taskOutcomes().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum()
                - tasks.tasks(TaskOutcome.PENDING);
    }

    private void checkWork() {
        addIfAny(tasks.invoicesWithoutAttempt(), "invoice", "written without a recorded attempt");
        addIfAny(tasks.tasksDoneTwice(), "task", "completed more than once");
        int names = tasks.lockNamesWithoutInvoice();
        if (names > 0) {
            violations.add("%s no invoice, although all tasks have ended"
                    .formatted(Plural.of(names, "lock name") + (names == 1 ? " has" : " have")));
        }
        if (survivesRestart() && tasks.runsWithTwoHolders() > 0) {
            violations.add("%s had two holders of the lock at the same time"
                    .formatted(Plural.of(tasks.runsWithTwoHolders(), "run")));
        }
    }

    /** Whether leases survive a restart of the lock server. Memcached loses them, as it declares. */
    private boolean survivesRestart() {
        return backend != RaceBackend.MEMCACHED;
    }

    private void addIfAny(int count, String noun, String predicate) {
        if (count > 0) {
            violations.add("%s %s".formatted(were(count, noun), predicate));
        }
    }

    private static String were(long count, String noun) {
        return Plural.of(count, noun) + (count == 1 ? " was" : " were");
    }

    private static String are(long count, String noun) {
        return Plural.of(count, noun) + (count == 1 ? " is" : " are");
    }

    private static String exist(long count, String noun) {
        return (count == 1 ? "is " : "are ") + Plural.of(count, noun);
    }
}
