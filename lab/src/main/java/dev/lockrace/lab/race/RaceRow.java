package dev.lockrace.lab.race;

import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.Verdict;
import dev.lockrace.race.Verdict.Counts;
import dev.lockrace.race.Verdict.Kind;
import java.util.List;

/**
 * One backend's line of the table.
 *
 * @param verdict of the run, and why
 * @param asDocumented whether the backend did what it documents, and the metrics agree with the database
 * @param disagreements where the workers' metrics differ from the database, each in a sentence
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

    /** One worker alone can neither break a lock nor show that it holds: nothing else is documented for it. */
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
                        : "held, worked %d times".formatted(verdict.counts().invoices());
            case BROKEN ->
                backend.holdsAcrossProcesses()
                        ? "broken: " + verdict.witnesses().get(0)
                        : "broken: no lock across processes (as documented)";
            case INCONCLUSIVE ->
                workers == 1
                        ? "inconclusive: one worker contends with nobody"
                        : "inconclusive: " + verdict.explanation();
            case WORK_LOST, WORK_DOUBLED -> verdict.kind().id() + ": " + verdict.explanation();
        };
    }
}
