package dev.lockrace.lab.race;

import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.verdict.Verdict;
import dev.lockrace.race.verdict.Verdict.Counts;
import dev.lockrace.race.verdict.Verdict.Kind;
import java.util.List;

/**
 * The result of one backend: a row of the table.
 *
 * @param verdict the verdict on the run, and its reason
 * @param asDocumented whether the backend behaved as documented, and the metrics agree with the event database
 * @param disagreements the metrics that differ from the event database, each in a sentence
 */
record RaceRow(
        String backend,
        int workers,
        int tasks,
        int acquired,
        int contended,
        int failed,
        int invoices,
        int peakHolders,
        String verdict,
        boolean asDocumented,
        List<String> disagreements) {

    static RaceRow of(RaceBackend backend, int workers, Verdict verdict, List<String> disagreements) {
        Counts counts = verdict.counts();
        boolean asDocumented = disagreements.isEmpty() && isDocumented(backend, workers, verdict);
        return new RaceRow(
                backend.id(),
                workers,
                counts.tasks(),
                counts.acquired(),
                counts.contended(),
                counts.failed(),
                counts.invoices(),
                counts.peakHolders(),
                sentence(backend, workers, verdict, disagreements),
                asDocumented,
                disagreements);
    }

    /** A single worker can neither break a lock nor show that it holds, so its run must be inconclusive. */
    private static boolean isDocumented(RaceBackend backend, int workers, Verdict verdict) {
        int peak = verdict.counts().peakHolders();
        if (workers == 1) {
            return verdict.kind() == Kind.INCONCLUSIVE && verdict.ended() && peak == 1;
        }
        return backend.holdsAcrossProcesses()
                ? verdict.kind() == Kind.HELD && peak == 1
                : verdict.kind() == Kind.BROKEN && peak >= 2;
    }

    private static String sentence(RaceBackend backend, int workers, Verdict verdict, List<String> disagreements) {
        if (!disagreements.isEmpty()) {
            return "%s, but the metrics disagree: %s".formatted(verdict.kind().id(), disagreements.get(0));
        }
        return switch (verdict.kind()) {
            case HELD ->
                verdict.counts().invoices() == 1
                        ? "held"
                        : "held, with %d invoices".formatted(verdict.counts().invoices());
            case BROKEN ->
                backend.holdsAcrossProcesses()
                        ? "broken: " + verdict.witnesses().get(0)
                        : "broken: no lock across processes (as documented)";
            case INCONCLUSIVE ->
                workers == 1
                        ? "inconclusive: a single worker has no contention"
                        : "inconclusive: " + verdict.explanation();
            case WORK_LOST, WORK_DOUBLED -> verdict.kind().id() + ": " + verdict.explanation();
        };
    }
}
