package dev.lockrace.lab.faults.report;

import static dev.lockrace.lab.faults.report.Samples.bar;
import static dev.lockrace.lab.faults.report.Samples.hold;
import static dev.lockrace.lab.faults.report.Samples.timeline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lockrace.lab.faults.report.TimelineChart.Span;
import dev.lockrace.lab.faults.result.Timeline.BarKind;
import dev.lockrace.lab.faults.result.Timeline.Mark;
import dev.lockrace.lab.faults.result.Timeline.MarkKind;
import dev.lockrace.race.event.AttemptOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineChartTest {

    @Test
    void an_invoice_after_its_lease_has_its_own_symbol() {
        TimelineChart chart = TimelineChart.of(Samples.lateInvoice());
        assertThat(chart.marks())
                .extracting(TimelineChart.Mark::lane, TimelineChart.Mark::symbol)
                .containsExactly(
                        tuple(0, TimelineSymbol.LATE_INVOICE),
                        tuple(1, TimelineSymbol.INVOICE),
                        tuple(1, TimelineSymbol.CONTENDED));
        assertThat(chart.bars())
                .extracting(TimelineChart.Bar::lane, TimelineChart.Bar::symbol, TimelineChart.Bar::label)
                .containsExactly(
                        tuple(0, TimelineSymbol.HOLD, "token 17"),
                        tuple(0, TimelineSymbol.STALE_HOLDER, null),
                        tuple(1, TimelineSymbol.HOLD, "token 18"));
    }

    @Test
    void each_kind_of_mark_has_its_own_symbol() {
        TimelineChart chart = TimelineChart.of(timeline(
                List.of(),
                List.of(
                        new Mark("worker-1", MarkKind.REJECTED, 10, 1, 3L),
                        new Mark("worker-1", MarkKind.NO_ANSWER, 20, 1, null))));
        assertThat(chart.marks())
                .extracting(TimelineChart.Mark::symbol)
                .containsExactly(TimelineSymbol.REJECTED, TimelineSymbol.NO_ANSWER);
        assertThat(chart.legend())
                .containsExactly(TimelineSymbol.FAULT, TimelineSymbol.REJECTED, TimelineSymbol.NO_ANSWER);
    }

    @Test
    void the_end_of_an_unsuccessful_attempt_is_named_once() {
        TimelineChart chart = TimelineChart.of(timeline(
                List.of(
                        bar("worker-1", BarKind.HOLD, 0, 10, 1, null, AttemptOutcome.LOST),
                        bar("worker-1", BarKind.STALE_HOLDER, 10, 20, 1, null, AttemptOutcome.LOST),
                        bar("worker-2", BarKind.HOLD, 20, 30, 2, null, null),
                        hold("worker-3", 30, 40)),
                List.of()));
        assertThat(chart.bars())
                .extracting(TimelineChart.Bar::ending)
                .containsExactly(null, "gives up", "no end recorded", null);
    }

    @Test
    void the_events_in_words_omit_contended_requests_and_are_in_the_order_of_time() {
        assertThat(TimelineChart.of(Samples.lateInvoice()).events())
                .containsExactly(
                        "0.50 s to 4.00 s: worker-1 holds the lock, as the events prove (task 1, token 17).",
                        "1.00 s: the fault begins and lasts until 5.00 s.",
                        "4.00 s to 7.00 s: worker-1 continues after its lease has ended (task 1, token 17).",
                        "4.10 s to 6.00 s: worker-2 holds the lock, as the events prove (task 2, token 18).",
                        "5.99 s: worker-2 writes its invoice (task 2, token 18).",
                        "6.99 s: worker-1 writes its invoice after its lease has ended (task 1, token 17).");
    }

    @Test
    void an_overlap_is_one_span_until_a_single_holder_is_left() {
        assertThat(HolderOverlaps.of(List.of(
                        hold("worker-1", 0, 10),
                        hold("worker-2", 5, 20),
                        hold("worker-3", 6, 8),
                        hold("worker-1", 30, 40),
                        hold("worker-2", 39, 41))))
                .containsExactly(new Span(5, 10, "3 holders"), new Span(39, 40, "2 holders"));
    }

    @Test
    void consecutive_holders_and_stale_holders_do_not_overlap() {
        assertThat(HolderOverlaps.of(List.of(
                        hold("worker-1", 0, 10),
                        hold("worker-2", 10, 20),
                        bar("worker-1", BarKind.STALE_HOLDER, 10, 20, 1, null, null))))
                .isEmpty();
    }

    @Test
    void long_tokens_are_labelled_without_their_common_prefix() {
        TokenLabels labels = TokenLabels.of(List.of(
                bar("worker-1", BarKind.HOLD, 0, 1, 1, 1795569664202828L, null),
                bar("worker-2", BarKind.HOLD, 1, 2, 2, 1795569668874877L, null)));
        assertThat(labels.label(1795569664202828L)).isEqualTo("token …64202828");
        assertThat(TokenLabels.of(List.of()).label(null)).isNull();
    }

    @Test
    void tokens_that_differ_in_length_are_labelled_in_full() {
        TokenLabels labels = TokenLabels.of(List.of(
                bar("worker-1", BarKind.HOLD, 0, 1, 1, 1999999999L, null),
                bar("worker-2", BarKind.HOLD, 1, 2, 2, 19999999990L, null)));
        assertThat(labels.label(1999999999L)).isEqualTo("token 1999999999");
    }
}
