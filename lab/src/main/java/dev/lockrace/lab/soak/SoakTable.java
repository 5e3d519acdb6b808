package dev.lockrace.lab.soak;

import dev.lockrace.lab.load.Account;
import dev.lockrace.lab.load.LoadText;
import java.util.Locale;
import java.util.Map;

/** The result for people. */
final class SoakTable {

    private final SoakResult result;
    private final Account account;
    private final LoadText out = new LoadText();

    private SoakTable(SoakResult result) {
        this.result = result;
        this.account = result.account();
    }

    static String of(SoakResult result) {
        SoakTable table = new SoakTable(result);
        table.write();
        return table.out.toString();
    }

    private void write() {
        out.servers(result.servers());
        writeSent();
        out.ends(account);
        writeFaults();
        writeLeftovers();
        out.verdict(result.wrong(), "The sum is right: nothing lost, nothing done twice, nothing left behind.");
    }

    private void writeSent() {
        out.title(String.format(
                Locale.ROOT,
                "Sent, on backend %s with %d workers, in %.0f s (%,.0f tasks/s):",
                result.backend(),
                result.workers(),
                result.seconds(),
                account.confirmed() / result.seconds()));
        out.row("requests for a run", result.requests());
        out.row("  answered 503", result.refused());
        out.row("  not answered", result.unanswered());
        out.row("tasks confirmed", account.confirmed());
        out.row("tasks not confirmed", account.unconfirmed());
        out.row("  worked all the same", account.unconfirmedThatCame());
    }

    private void writeFaults() {
        out.title("What was broken meanwhile:");
        out.row("workers killed", result.killed());
        for (Incident incident : result.incidents()) {
            double seconds = incident.took().toMillis() / 1_000.0;
            out.line(String.format(
                    Locale.ROOT, "  after %,d tasks: %s, %.1f s", incident.ended(), incident.what(), seconds));
        }
    }

    private void writeLeftovers() {
        out.title("How that was met:");
        out.row("attempts cut off by a kill", sum(account.unclosed()));
        out.row("tasks that came again after their end", account.cameAgain());
        out.row("attempts that a server did not answer", account.attempts("failed") + account.attempts("unknown"));
        out.row("leases lost under the work", account.attempts("lost"));
        out.row("tasks given back at a stop", account.attempts("requeued"));
        out.row("runs with two holders at a time", account.brokenRuns());
        out.row("tasks worked twice", account.workedTwice());
        out.row("leases left when the last had ended", result.leasesLeftAtEnd());
        out.row("  a time to live later", result.leasesLeft());
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
