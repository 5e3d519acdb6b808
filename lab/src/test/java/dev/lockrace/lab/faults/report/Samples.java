package dev.lockrace.lab.faults.report;

import dev.lockrace.lab.faults.result.ExperimentResult;
import dev.lockrace.lab.faults.result.FaultsResult;
import dev.lockrace.lab.faults.result.Result;
import dev.lockrace.lab.faults.result.Timeline;
import dev.lockrace.lab.faults.result.Timeline.Bar;
import dev.lockrace.lab.faults.result.Timeline.BarKind;
import dev.lockrace.lab.faults.result.Timeline.Mark;
import dev.lockrace.lab.faults.result.Timeline.MarkKind;
import dev.lockrace.lab.faults.result.UnsupportedFault;
import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.verdict.Verdict.Counts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sample results. */
final class Samples {

    static final String PAUSED = "holder-paused";
    static final String DELAYED = "write-delayed";

    private Samples() {}

    static FaultsResult result(ExperimentResult... experiments) {
        return result(List.of(), experiments);
    }

    static FaultsResult result(List<UnsupportedFault> unsupported, ExperimentResult... experiments) {
        Map<String, String> descriptions = new LinkedHashMap<>();
        descriptions.put(PAUSED, "The holder is paused until its lease has expired.");
        descriptions.put(DELAYED, "The invoice is delayed.");
        return new FaultsResult(
                Instant.parse("2026-11-25T01:08:09Z"),
                "./lockrace faults --html page.html",
                "2 processors",
                "embedded",
                Map.of("redis", "Redis 6.2.11"),
                descriptions,
                unsupported,
                List.of(experiments));
    }

    static ExperimentResult experiment(String fault, String backend, boolean fencing, Result expected, Result result) {
        return experiment(fault, backend, fencing, expected, result, "worker-1 wrote <late> & \"lost\"");
    }

    static ExperimentResult experiment(
            String fault, String backend, boolean fencing, Result expected, Result result, String explanation) {
        return new ExperimentResult(
                fault,
                backend,
                fencing,
                expected,
                "no check helps",
                result,
                explanation,
                List.of(explanation, "worker-1 and worker-2 both held it"),
                new Counts(39, 4, 35, 0, 0, 3, 1, 1),
                lateInvoice());
    }

    /** Returns the result of an experiment that could not be run as intended. */
    static ExperimentResult withoutEvents(String fault, String backend) {
        return new ExperimentResult(
                fault,
                backend,
                false,
                Result.HELD,
                "it holds",
                Result.INCONCLUSIVE,
                "no worker acquired the lock within 20 s",
                List.of(),
                null,
                null);
    }

    /** Returns a timeline in which the first holder writes after its lease, and after the second holder. */
    static Timeline lateInvoice() {
        return timeline(
                List.of(
                        bar("worker-1", BarKind.HOLD, 500, 4_000, 1, 17L, AttemptOutcome.INVOICED),
                        bar("worker-1", BarKind.STALE_HOLDER, 4_000, 7_000, 1, 17L, AttemptOutcome.INVOICED),
                        bar("worker-2", BarKind.HOLD, 4_100, 6_000, 2, 18L, AttemptOutcome.INVOICED)),
                List.of(
                        new Mark("worker-1", MarkKind.INVOICE, 6_990, 1, 17L),
                        new Mark("worker-2", MarkKind.INVOICE, 5_990, 2, 18L),
                        new Mark("worker-2", MarkKind.CONTENDED, 700, 3, null)));
    }

    static Timeline timeline(List<Bar> bars, List<Mark> marks) {
        return new Timeline(1_000, 5_000, 8_000, List.of("worker-1", "worker-2", "worker-3"), bars, marks);
    }

    static Bar bar(
            String worker,
            BarKind kind,
            long from,
            long to,
            int task,
            @Nullable Long token,
            @Nullable AttemptOutcome outcome) {
        return new Bar(worker, kind, from, to, task, token, outcome);
    }

    static Bar hold(String worker, long from, long to) {
        return bar(worker, BarKind.HOLD, from, to, 1, null, AttemptOutcome.INVOICED);
    }
}
