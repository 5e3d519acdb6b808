package dev.lockrace.lab.soak;

import dev.lockrace.lab.soak.Account.End;
import java.util.Locale;
import java.util.Map;

/** The result for people. */
final class SoakTable {

    private final SoakResult result;
    private final Account account;
    private final StringBuilder out = new StringBuilder();

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
        result.servers().forEach((name, description) -> line(name + ": " + description));
        writeSent();
        writeEnds();
        writeFaults();
        writeLeftovers();
        line("");
        if (result.isRight()) {
            line("The sum is right: nothing lost, nothing done twice, nothing left behind.");
        } else {
            line("The sum is off:");
            result.wrong().forEach(sentence -> line("  " + sentence));
        }
    }

    private void writeSent() {
        title(String.format(
                Locale.ROOT,
                "Sent, on backend %s with %d workers, in %.0f s (%,.0f tasks/s):",
                result.backend(),
                result.workers(),
                result.seconds(),
                account.confirmed() / result.seconds()));
        row("requests for a run", result.requests());
        row("  answered 503", result.refused());
        row("  not answered", result.unanswered());
        row("tasks confirmed", account.confirmed());
        row("tasks not confirmed", account.unconfirmed());
        row("  worked all the same", account.unconfirmedThatCame());
    }

    private void writeEnds() {
        title("What became of the confirmed:");
        for (End end : End.values()) {
            row(end == End.PENDING ? "not ended" : end.id(), account.ended(end));
        }
    }

    private void writeFaults() {
        title("What was broken meanwhile:");
        row("workers killed", result.killed());
        for (Incident incident : result.incidents()) {
            double seconds = incident.took().toMillis() / 1_000.0;
            line(String.format(
                    Locale.ROOT, "  after %,d tasks: %s, %.1f s", incident.ended(), incident.what(), seconds));
        }
    }

    private void writeLeftovers() {
        title("How that was met:");
        row("attempts cut off by a kill", sum(account.unclosed()));
        row("tasks that came again after their end", account.cameAgain());
        row("attempts that a server did not answer", account.attempts("failed") + account.attempts("unknown"));
        row("leases lost under the work", account.attempts("lost"));
        row("tasks given back at a stop", account.attempts("given-back"));
        row("runs with two holders at a time", account.brokenRuns());
        row("tasks worked twice", account.workedTwice());
        row("leases left when the last had ended", result.leasesLeftAtEnd());
        row("  a time to live later", result.leasesLeft());
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private void title(String text) {
        line("");
        line(text);
    }

    private void row(String what, int count) {
        line(String.format(Locale.ROOT, "  %-40s %,9d", what, count));
    }

    private void line(String text) {
        out.append(text).append(System.lineSeparator());
    }
}
