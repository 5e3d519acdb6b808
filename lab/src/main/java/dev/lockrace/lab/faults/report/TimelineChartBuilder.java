package dev.lockrace.lab.faults.report;

import dev.lockrace.lab.faults.report.TimelineChart.Span;
import dev.lockrace.lab.faults.result.Timeline;
import dev.lockrace.lab.faults.result.Timeline.Bar;
import dev.lockrace.lab.faults.result.Timeline.BarKind;
import dev.lockrace.lab.faults.result.Timeline.Mark;
import dev.lockrace.race.event.AttemptOutcome;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A builder of a chart from a timeline. */
final class TimelineChartBuilder {

    private final Timeline timeline;
    private final TokenLabels tokens;

    TimelineChartBuilder(Timeline timeline) {
        this.timeline = timeline;
        this.tokens = TokenLabels.of(timeline.bars());
    }

    TimelineChart build() {
        return new TimelineChart(
                timeline.workers(),
                timeline.end(),
                new Span(
                        timeline.faultFrom(),
                        timeline.faultTo(),
                        "%s: the fault begins and lasts until %s."
                                .formatted(seconds(timeline.faultFrom()), seconds(timeline.faultTo()))),
                HolderOverlaps.of(timeline.bars()),
                timeline.bars().stream().map(this::bar).toList(),
                timeline.marks().stream().map(this::mark).toList());
    }

    private TimelineChart.Bar bar(Bar bar) {
        TimelineSymbol symbol = switch (bar.kind()) {
            case HOLD -> TimelineSymbol.HOLD;
            case STALE_HOLDER -> TimelineSymbol.STALE_HOLDER;
        };
        String ending = isLast(bar) ? ending(bar.outcome()) : null;
        return new TimelineChart.Bar(
                lane(bar.worker()),
                symbol,
                bar.from(),
                bar.to(),
                symbol == TimelineSymbol.HOLD ? tokens.label(bar.token()) : null,
                ending,
                "%s to %s: %s %s%s%s."
                        .formatted(
                                seconds(bar.from()),
                                seconds(bar.to()),
                                bar.worker(),
                                symbol.meaning(),
                                details(bar.task(), bar.token()),
                                ending == null ? "" : "; then " + ending));
    }

    private boolean isLast(Bar bar) {
        return timeline.bars().stream()
                .noneMatch(other -> other.kind() == BarKind.STALE_HOLDER
                        && other.worker().equals(bar.worker())
                        && other.task() == bar.task()
                        && other.from() == bar.to());
    }

    private static @Nullable String ending(@Nullable AttemptOutcome outcome) {
        if (outcome == null) {
            return "no end recorded";
        }
        return switch (outcome) {
            case LOST -> "gives up";
            case REQUEUED -> "requeues its task";
            case DEAD_LETTERED -> "dead-letters its task";
            case FAILED, UNKNOWN -> "fails";
            case INVOICED, CONTENDED, DUPLICATE, FENCED, RETRIED -> null;
        };
    }

    private TimelineChart.Mark mark(Mark mark) {
        TimelineSymbol symbol = symbol(mark);
        return new TimelineChart.Mark(
                lane(mark.worker()),
                symbol,
                mark.at(),
                "%s: %s %s%s."
                        .formatted(
                                seconds(mark.at()),
                                mark.worker(),
                                symbol.meaning(),
                                details(mark.task(), mark.token())));
    }

    private TimelineSymbol symbol(Mark mark) {
        return switch (mark.kind()) {
            case INVOICE -> isAfterLease(mark) ? TimelineSymbol.LATE_INVOICE : TimelineSymbol.INVOICE;
            case REJECTED -> TimelineSymbol.REJECTED;
            case CONTENDED -> TimelineSymbol.CONTENDED;
            case NO_ANSWER -> TimelineSymbol.NO_ANSWER;
        };
    }

    private boolean isAfterLease(Mark invoice) {
        return timeline.bars().stream()
                .anyMatch(bar -> bar.kind() == BarKind.STALE_HOLDER
                        && bar.worker().equals(invoice.worker())
                        && bar.task() == invoice.task()
                        && bar.from() <= invoice.at());
    }

    private int lane(String worker) {
        return timeline.workers().indexOf(worker);
    }

    private static String details(int task, @Nullable Long token) {
        return token == null ? " (task %d)".formatted(task) : " (task %d, token %d)".formatted(task, token);
    }

    /** Returns a text such as {@code 4.06 s}. */
    static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.2f s", millis / 1_000.0);
    }
}
