package dev.lockrace.lab.faults.report;

import dev.lockrace.lab.faults.result.ExperimentResult;
import dev.lockrace.lab.faults.result.MatrixColumn;
import dev.lockrace.race.verdict.Verdict.Counts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The section of one experiment with all its details.
 *
 * @param id the target of links
 * @param chart null if the experiment could not be run
 */
record ExperimentSection(
        String id,
        String title,
        ExperimentResult result,
        ResultStyle style,
        ResultStyle expected,
        List<Count> counts,
        @Nullable TimelineChart chart) {

    /** A number with the name of what it counts. */
    record Count(String name, int value) {}

    /**
     * Returns the section of an experiment.
     *
     * @param number 1 for the first experiment with that fault, backend and fencing
     */
    static ExperimentSection of(ExperimentResult result, int number) {
        String title = "%s on %s"
                .formatted(result.fault(), Matrix.title(new MatrixColumn(result.backend(), result.fencing())));
        return new ExperimentSection(
                number == 1 ? id(result) : "%s-%d".formatted(id(result), number),
                number == 1 ? title : "%s, experiment %d".formatted(title, number),
                result,
                ResultStyle.of(result.result()),
                ResultStyle.of(result.expected()),
                counts(result.counts()),
                result.timeline() == null ? null : TimelineChart.of(result.timeline()));
    }

    static String id(ExperimentResult result) {
        return "%s-on-%s%s".formatted(result.fault(), result.backend(), result.fencing() ? "-fencing" : "");
    }

    private static List<Count> counts(@Nullable Counts counts) {
        return counts == null
                ? List.of()
                : List.of(
                        new Count("tasks", counts.tasks()),
                        new Count("acquired", counts.acquired()),
                        new Count("contended", counts.contended()),
                        new Count("failed", counts.failed()),
                        new Count("invoices", counts.invoices()),
                        new Count("peak holders", counts.peakHolders()),
                        new Count("stale holders", counts.staleHolders()),
                        new Count("dead-lettered", counts.deadLettered()));
    }

    /** Returns the witnesses that the explanation does not already contain. */
    List<String> witnesses() {
        return result.witnesses().stream()
                .filter(witness -> !witness.equals(result.explanation()))
                .toList();
    }

    boolean unexpected() {
        return !result.isAsExpected();
    }

    /** Returns the text alternative of the chart. */
    String alternative() {
        return chart == null ? "" : "Timeline of %s: %s".formatted(title, chart.summary());
    }
}
