package dev.lockrace.lab.faults.report;

import dev.lockrace.lab.faults.result.CellResult;
import dev.lockrace.lab.faults.result.Column;
import dev.lockrace.race.Verdict.Counts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One race, told in full.
 *
 * @param id to link to
 * @param drawing null where the race could not be run
 */
record RaceSection(
        String id,
        String title,
        CellResult cell,
        Look look,
        Look expected,
        List<Count> counts,
        @Nullable Drawing drawing) {

    /** A number, and what it counts. */
    record Count(String name, int value) {}

    /**
     * @param time 1 for the first of its fault, backend and fencing
     */
    static RaceSection of(CellResult cell, int time) {
        String title = "%s on %s".formatted(cell.fault(), Matrix.title(new Column(cell.backend(), cell.fencing())));
        return new RaceSection(
                time == 1 ? id(cell) : "%s-%d".formatted(id(cell), time),
                time == 1 ? title : "%s, race %d".formatted(title, time),
                cell,
                Look.of(cell.result()),
                Look.of(cell.expected()),
                counts(cell.counts()),
                cell.timeline() == null ? null : Drawing.of(cell.timeline()));
    }

    static String id(CellResult cell) {
        return "%s-on-%s%s".formatted(cell.fault(), cell.backend(), cell.fencing() ? "-fencing" : "");
    }

    private static List<Count> counts(@Nullable Counts counts) {
        return counts == null
                ? List.of()
                : List.of(
                        new Count("tasks", counts.tasks()),
                        new Count("got the lock", counts.acquired()),
                        new Count("found it held", counts.contended()),
                        new Count("got no answer", counts.failed()),
                        new Count("invoices", counts.invoices()),
                        new Count("peak holders", counts.peakHolders()),
                        new Count("worked past their lease", counts.staleHolders()),
                        new Count("dead tasks", counts.deadLettered()));
    }

    /** What convicts, beside what the explanation says already. */
    List<String> witnesses() {
        return cell.witnesses().stream()
                .filter(witness -> !witness.equals(cell.explanation()))
                .toList();
    }

    boolean surprise() {
        return !cell.isAsExpected();
    }

    /** What the timeline shows, for who can't see it. */
    String picture() {
        return drawing == null ? "" : "Timeline of %s: %s".formatted(title, drawing.summary());
    }
}
