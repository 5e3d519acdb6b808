package dev.lockrace.lab.faults.report;

import dev.lockrace.lab.faults.fault.Result;
import dev.lockrace.lab.faults.result.CellResult;
import dev.lockrace.lab.faults.result.FaultResult;
import dev.lockrace.lab.faults.result.Refused;
import dev.lockrace.lab.faults.result.Timeline;
import dev.lockrace.lab.faults.result.Timeline.Bar;
import dev.lockrace.lab.faults.result.Timeline.BarKind;
import dev.lockrace.lab.faults.result.Timeline.Mark;
import dev.lockrace.lab.faults.result.Timeline.MarkKind;
import dev.lockrace.race.AttemptOutcome;
import dev.lockrace.race.Verdict.Counts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Results as a run of the lab gives them. */
final class Samples {

    static final String FROZEN = "holder-frozen";
    static final String HELD_UP = "invoice-held-up";

    private Samples() {}

    static FaultResult result(CellResult... cells) {
        return result(List.of(), cells);
    }

    static FaultResult result(List<Refused> refused, CellResult... cells) {
        Map<String, String> sentences = new LinkedHashMap<>();
        sentences.put(FROZEN, "The holder is frozen past its lease.");
        sentences.put(HELD_UP, "The invoice is held up.");
        return new FaultResult(
                Instant.parse("2026-11-25T01:08:09Z"),
                "./lockrace faults --html page.html",
                "2 processors",
                "embedded",
                Map.of("redis", "Redis 6.2.11"),
                sentences,
                refused,
                List.of(cells));
    }

    static CellResult cell(String fault, String backend, boolean fencing, Result expected, Result result) {
        return cell(fault, backend, fencing, expected, result, "worker-1 wrote <late> & \"lost\"");
    }

    static CellResult cell(
            String fault, String backend, boolean fencing, Result expected, Result result, String explanation) {
        return new CellResult(
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

    /** A race that could not be run as it should. */
    static CellResult withoutRecord(String fault, String backend) {
        return new CellResult(
                fault,
                backend,
                false,
                Result.HELD,
                "it holds",
                Result.INCONCLUSIVE,
                "nobody was seen to hold the lock within 20 s",
                List.of(),
                null,
                null);
    }

    /** The first holder writes after its lease, when the second has written. */
    static Timeline lateInvoice() {
        return timeline(
                List.of(
                        bar("worker-1", BarKind.HOLD, 500, 4_000, 1, 17L, AttemptOutcome.INVOICED),
                        bar("worker-1", BarKind.BELIEF, 4_000, 7_000, 1, 17L, AttemptOutcome.INVOICED),
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
