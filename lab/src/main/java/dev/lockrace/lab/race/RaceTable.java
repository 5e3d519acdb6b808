package dev.lockrace.lab.race;

import java.util.List;
import java.util.stream.Collectors;

/** The result as a table. */
final class RaceTable {

    private static final String ROW = "%-10s %8s %6s %9s %10s %7s %9s %13s  %s%n";

    private static final String SEVERAL_INVOICES =
            "\nA worker that starts a task after the release acquires the lock and creates another invoice: mutual exclusion"
                    + "\nis not deduplication.";

    private RaceTable() {}

    static String of(RaceResult result) {
        StringBuilder out = new StringBuilder();
        result.servers().forEach((name, description) -> out.append("%s: %s%n".formatted(name, description)));
        out.append("%n".formatted());
        out.append(ROW.formatted(
                "backend",
                "workers",
                "tasks",
                "acquired",
                "contended",
                "failed",
                "invoices",
                "peak holders",
                "verdict"));
        result.rows().forEach(row -> out.append(line(row)));
        out.append("%n%s%n%s%n".formatted(meaning(result.rows()), metrics(result.rows())));
        return out.toString();
    }

    private static String line(RaceRow row) {
        return ROW.formatted(
                row.backend(),
                row.workers(),
                row.tasks(),
                row.acquired(),
                row.contended(),
                row.failed(),
                row.invoices(),
                row.peakHolders(),
                row.verdict());
    }

    private static String meaning(List<RaceRow> rows) {
        if (!rows.stream().allMatch(RaceRow::asDocumented)) {
            return "Not every backend behaved as documented; see the verdicts.";
        }
        if (rows.stream().allMatch(row -> row.workers() == 1)) {
            return "A single worker has no contention, so the race proves nothing about the lock. Use --workers 2 or more.";
        }
        return "A lock that holds has 1 peak holder. The other tasks find it contended and are skipped, so there is one\n"
                + "invoice. With a lock inside each process, all workers hold at the same time and every task creates an\n"
                + "invoice."
                + (rows.stream().anyMatch(RaceTable::heldWithSeveralInvoices) ? SEVERAL_INVOICES : "");
    }

    private static boolean heldWithSeveralInvoices(RaceRow row) {
        return row.peakHolders() == 1 && row.invoices() > 1;
    }

    private static String metrics(List<RaceRow> rows) {
        return rows.stream().allMatch(row -> row.disagreements().isEmpty())
                ? "The metrics of the workers agree with the event database in every row."
                : "The metrics of the workers disagree with the event database:\n"
                        + rows.stream()
                                .flatMap(row -> row.disagreements().stream().map(it -> row.backend() + ": " + it))
                                .collect(Collectors.joining("\n"));
    }
}
