package dev.lockrace.lab.faults.report;

import dev.lockrace.lab.faults.report.Drawing.Span;
import dev.lockrace.lab.faults.result.Timeline;
import dev.lockrace.lab.faults.result.Timeline.Bar;
import dev.lockrace.lab.faults.result.Timeline.BarKind;
import dev.lockrace.lab.faults.result.Timeline.Mark;
import dev.lockrace.race.AttemptOutcome;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes a drawing of a timeline. */
final class DrawingBuilder {

    private final Timeline timeline;
    private final TokenLabels tokens;

    DrawingBuilder(Timeline timeline) {
        this.timeline = timeline;
        this.tokens = TokenLabels.of(timeline.bars());
    }

    Drawing build() {
        return new Drawing(
                timeline.workers(),
                timeline.end(),
                new Span(
                        timeline.faultFrom(),
                        timeline.faultTo(),
                        "%s: the fault begins, and lasts until %s."
                                .formatted(seconds(timeline.faultFrom()), seconds(timeline.faultTo()))),
                SeveralHolders.of(timeline.bars()),
                timeline.bars().stream().map(this::bar).toList(),
                timeline.marks().stream().map(this::mark).toList());
    }

    private Drawing.Bar bar(Bar bar) {
        Sign sign = switch (bar.kind()) {
            case HOLD -> Sign.HOLD;
            case BELIEF -> Sign.BELIEF;
        };
        String ending = isLast(bar) ? ending(bar.outcome()) : null;
        return new Drawing.Bar(
                lane(bar.worker()),
                sign,
                bar.from(),
                bar.to(),
                sign == Sign.HOLD ? tokens.label(bar.token()) : null,
                ending,
                "%s to %s: %s %s%s%s."
                        .formatted(
                                seconds(bar.from()),
                                seconds(bar.to()),
                                bar.worker(),
                                sign.meaning(),
                                details(bar.task(), bar.token()),
                                ending == null ? "" : "; then: " + ending));
    }

    private boolean isLast(Bar bar) {
        return timeline.bars().stream()
                .noneMatch(other -> other.kind() == BarKind.BELIEF
                        && other.worker().equals(bar.worker())
                        && other.task() == bar.task()
                        && other.from() == bar.to());
    }

    private static @Nullable String ending(@Nullable AttemptOutcome outcome) {
        if (outcome == null) {
            return "no news";
        }
        return switch (outcome) {
            case LOST -> "gives up";
            case REQUEUED -> "gives its task back";
            case DEAD_LETTERED -> "fails for good";
            case FAILED, UNKNOWN -> "fails";
            case INVOICED, CONTENDED, DUPLICATE, FENCED, RETRIED -> null;
        };
    }

    private Drawing.Mark mark(Mark mark) {
        Sign sign = sign(mark);
        return new Drawing.Mark(
                lane(mark.worker()),
                sign,
                mark.at(),
                "%s: %s %s%s."
                        .formatted(
                                seconds(mark.at()), mark.worker(), sign.meaning(), details(mark.task(), mark.token())));
    }

    private Sign sign(Mark mark) {
        return switch (mark.kind()) {
            case INVOICE -> isAfterItsLease(mark) ? Sign.LATE_INVOICE : Sign.INVOICE;
            case REFUSED -> Sign.REFUSED;
            case CONTENDED -> Sign.CONTENDED;
            case NO_ANSWER -> Sign.NO_ANSWER;
        };
    }

    private boolean isAfterItsLease(Mark invoice) {
        return timeline.bars().stream()
                .anyMatch(bar -> bar.kind() == BarKind.BELIEF
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

    /** Such as {@code 4.06 s}. */
    static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.2f s", millis / 1_000.0);
    }
}
