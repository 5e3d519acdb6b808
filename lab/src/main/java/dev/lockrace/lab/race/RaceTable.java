package dev.lockrace.lab.race;

import java.util.List;
import java.util.stream.Collectors;

/** The result for people. */
final class RaceTable {

    private static final String ROW = "%-10s %8s %6s %9s %10s %7s %9s %13s  %s%n";

    private static final String WORKED_AGAIN =
            "\nWho comes after the release gets the lock, and works again: a lock is no deduplication.";

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
            return "Not every backend did what it documents: the verdicts say which, and why.";
        }
        if (rows.stream().allMatch(row -> row.workers() == 1)) {
            return "One worker has nobody to race with, so this says nothing of the lock: use --workers 2 or more.";
        }
        return "A lock that holds has 1 peak holder: whoever comes while it is held is turned away, and one invoice is\n"
                + "made. A lock inside each process lets every worker in at once: each task makes an invoice."
                + (rows.stream().anyMatch(RaceTable::heldAndWorkedAgain) ? WORKED_AGAIN : "");
    }

    private static boolean heldAndWorkedAgain(RaceRow row) {
        return row.peakHolders() == 1 && row.invoices() > 1;
    }

    private static String metrics(List<RaceRow> rows) {
        return rows.stream().allMatch(row -> row.disagreements().isEmpty())
                ? "The workers' own metrics agree with the database on every row."
                : "The workers' own metrics disagree with the database:\n"
                        + rows.stream()
                                .flatMap(row -> row.disagreements().stream().map(it -> row.backend() + ": " + it))
                                .collect(Collectors.joining("\n"));
    }
}
