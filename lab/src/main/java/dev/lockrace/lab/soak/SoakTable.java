package dev.lockrace.lab.soak;

import dev.lockrace.lab.cli.Plural;
import dev.lockrace.lab.load.LoadReport;
import dev.lockrace.lab.load.TaskSummary;
import java.util.Locale;
import java.util.Map;

/** The result as a table. */
final class SoakTable {

    private final SoakResult result;
    private final TaskSummary tasks;
    private final LoadReport out = new LoadReport();

    private SoakTable(SoakResult result) {
        this.result = result;
        this.tasks = result.tasks();
    }

    static String of(SoakResult result) {
        SoakTable table = new SoakTable(result);
        table.write();
        return table.out.toString();
    }

    private void write() {
        out.servers(result.servers());
        writePublished();
        out.taskOutcomes(tasks);
        writeFaults();
        writeEffects();
        out.verdict(result.violations(), "No task was lost or done twice, and no lease remains.");
    }

    private void writePublished() {
        out.title(String.format(
                Locale.ROOT,
                "Published on backend %s with %s in %.0f s (%,.0f tasks/s):",
                result.backend(),
                Plural.of(result.workers(), "worker"),
                result.seconds(),
                tasks.confirmed() / result.seconds()));
        out.row("requests for a run", result.requests());
        out.row("  answered with 503", result.rejected());
        out.row("  not answered", result.unanswered());
        out.row("tasks confirmed", tasks.confirmed());
        out.row("tasks not confirmed", tasks.unconfirmed());
        out.row("  processed nevertheless", tasks.unconfirmedProcessed());
    }

    private void writeFaults() {
        out.title("Faults:");
        out.row("workers killed", result.killedWorkers());
        for (InjectedFault fault : result.faults()) {
            double seconds = fault.duration().toMillis() / 1_000.0;
            out.line(String.format(
                    Locale.ROOT,
                    "  after %,d %s: %s, %.1f s",
                    fault.endedTasks(),
                    Plural.noun(fault.endedTasks(), "task"),
                    fault.description(),
                    seconds));
        }
    }

    private void writeEffects() {
        out.title("Effects:");
        out.row("attempts aborted by a kill", sum(tasks.unclosedAttempts()));
        out.row("tasks redelivered after their end", tasks.redeliveredAfterEnd());
        out.row("attempts that a server did not answer", tasks.attempts("failed") + tasks.attempts("unknown"));
        out.row("leases lost during the work", tasks.attempts("lost"));
        out.row("tasks requeued by a stopping worker", tasks.attempts("requeued"));
        out.row("runs with two holders at the same time", tasks.runsWithTwoHolders());
        out.row("tasks done twice", tasks.tasksDoneTwice());
        out.row("leases when the last task had ended", result.leasesAtEnd());
        out.row("  a time to live later", result.leasesAfterExpiry());
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
