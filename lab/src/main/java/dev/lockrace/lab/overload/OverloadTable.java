package dev.lockrace.lab.overload;

import dev.lockrace.lab.load.Account.End;
import dev.lockrace.lab.load.LoadText;
import java.time.Duration;
import java.util.Locale;

/** The result for people. */
final class OverloadTable {

    private final OverloadResult result;
    private final LoadText out = new LoadText();

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
        writeAnswers();
        writeMemory();
        writePaces();
        out.ends(result.account());
        out.row("tasks in the queue", result.waiting());
        out.row(
                "  of these never confirmed",
                result.waiting() - result.account().ended(End.PENDING));
        out.verdict(
                result.wrong(),
                "Nothing grew beyond its bound, everybody was told when to come again, nothing was lost.");
    }

    private void writeFilling() {
        out.title(text(
                "Filled the queue, on backend %s with %d workers at work, in %.0f s (%,.0f tasks/s):",
                result.backend(), result.workers(), result.seconds(), result.filled() / result.seconds()));
        out.row("requests for a run", result.requests());
        out.row("  turned away, broker short of memory", result.turnedAway());
        out.row("  not confirmed in whole", result.unconfirmed());
        out.row("tasks confirmed", result.filled());
    }

    private void writeAnswers() {
        out.title(text("Then %d callers called /hello at the same time:", result.callers()));
        out.row("served", result.served());
        out.row("answered 503 with Retry-After", result.refused());
        out.row("answered otherwise, or not", result.otherwise());
        out.row("most tasks in the queue", result.maxPending());
        out.row("  may be", result.limit());
    }

    private void writeMemory() {
        out.title(text("%-38s %8s %8s %8s %8s", "Resident memory (MiB):", "ready", "full", "most", "bound"));
        result.memory()
                .forEach(use -> out.line(text(
                        "  %-36s %8d %8d %8d %8d",
                        use.process(), use.atStart(), use.whenFull(), use.most(), use.limit())));
    }

    private void writePaces() {
        out.title(text("%-38s %12s %22s", "The record's database answers:", "tasks/s", "failed attempts"));
        result.paces()
                .forEach(pace -> out.line(
                        text("  %-36s %12.1f %22d", late(pace.delay()), pace.tasksPerSecond(), pace.failed())));
        out.row("seconds until tasks ended again", result.recoverySeconds());
    }

    private static String late(Duration delay) {
        return delay.isZero() ? "at once" : text("%.1f s late", delay.toMillis() / 1_000.0);
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
