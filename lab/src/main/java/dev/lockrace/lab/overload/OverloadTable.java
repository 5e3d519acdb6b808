package dev.lockrace.lab.overload;

import dev.lockrace.lab.cli.Plural;
import dev.lockrace.lab.load.LoadReport;
import dev.lockrace.lab.load.TaskSummary.TaskOutcome;
import java.time.Duration;
import java.util.Locale;

/** The result as a table. */
final class OverloadTable {

    private final OverloadResult result;
    private final LoadReport out = new LoadReport();

    private OverloadTable(OverloadResult result) {
        this.result = result;
    }

    static String of(OverloadResult result) {
        OverloadTable table = new OverloadTable(result);
        table.write();
        return table.out.toString();
    }

    private void write() {
        out.servers(result.servers());
        writeFilling();
        writeResponses();
        writeMemory();
        writeThroughputs();
        out.taskOutcomes(result.tasks());
        out.row("tasks in the queue", result.queuedAtEnd());
        out.row(
                "  of these never confirmed",
                result.queuedAtEnd() - result.tasks().tasks(TaskOutcome.PENDING));
        out.verdict(
                result.violations(),
                "Nothing exceeded its limit, every rejected call had a Retry-After, and no task was lost.");
    }

    private void writeFilling() {
        out.title(text(
                "Filled the queue on backend %s with %s in %.0f s (%,.0f tasks/s):",
                result.backend(),
                Plural.of(result.workers(), "worker"),
                result.fillSeconds(),
                result.fillTasks() / result.fillSeconds()));
        out.row("requests for a run", result.fillRequests());
        out.row("  rejected, broker short of memory", result.fillRejected());
        out.row("  partly confirmed", result.fillPartlyConfirmed());
        out.row("tasks confirmed", result.fillTasks());
    }

    private void writeResponses() {
        out.title(text("Responses to %s of /hello:", Plural.of(result.callers(), "concurrent caller")));
        out.row("accepted", result.accepted());
        out.row("rejected with 503 and Retry-After", result.rejected());
        out.row("other responses, or none", result.failed());
        out.row("maximum of tasks in the queue", result.maxQueued());
        out.row("  limit", result.maxPending());
    }

    private void writeMemory() {
        out.title(text("%-38s %8s %8s %8s %8s", "Resident memory (MiB):", "ready", "full", "max", "limit"));
        result.memory()
                .forEach(usage -> out.line(text(
                        "  %-36s %8d %8d %8d %8d",
                        usage.process(), usage.ready(), usage.queueFull(), usage.max(), usage.limit())));
    }

    private void writeThroughputs() {
        out.title(text("%-38s %12s %22s", "Delay of the event database:", "tasks/s", "failed attempts"));
        result.throughputs()
                .forEach(throughput -> out.line(text(
                        "  %-36s %12.1f %22d",
                        delay(throughput.delay()), throughput.tasksPerSecond(), throughput.failedAttempts())));
        out.row("seconds until tasks ended again", result.recoverySeconds());
    }

    private static String delay(Duration delay) {
        return delay.isZero() ? "none" : text("%.1f s", delay.toMillis() / 1_000.0);
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
