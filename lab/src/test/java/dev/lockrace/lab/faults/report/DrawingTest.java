package dev.lockrace.lab.faults.report;

import static dev.lockrace.lab.faults.report.Samples.bar;
import static dev.lockrace.lab.faults.report.Samples.hold;
import static dev.lockrace.lab.faults.report.Samples.timeline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lockrace.lab.faults.report.Drawing.Span;
import dev.lockrace.lab.faults.result.Timeline.BarKind;
import dev.lockrace.lab.faults.result.Timeline.Mark;
import dev.lockrace.lab.faults.result.Timeline.MarkKind;
import dev.lockrace.race.AttemptOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrawingTest {

    @Test
    void an_invoice_after_its_lease_is_told_apart() {
        Drawing drawing = Drawing.of(Samples.lateInvoice());
        assertThat(drawing.marks())
                .extracting(Drawing.Mark::lane, Drawing.Mark::sign)
                .containsExactly(tuple(0, Sign.LATE_INVOICE), tuple(1, Sign.INVOICE), tuple(1, Sign.CONTENDED));
        assertThat(drawing.bars())
                .extracting(Drawing.Bar::lane, Drawing.Bar::sign, Drawing.Bar::label)
                .containsExactly(
                        tuple(0, Sign.HOLD, "token 17"), tuple(0, Sign.BELIEF, null), tuple(1, Sign.HOLD, "token 18"));
    }

    @Test
    void each_kind_of_mark_has_a_sign_of_its_own() {
        Drawing drawing = Drawing.of(timeline(
                List.of(),
                List.of(
                        new Mark("worker-1", MarkKind.REFUSED, 10, 1, 3L),
                        new Mark("worker-1", MarkKind.NO_ANSWER, 20, 1, null))));
        assertThat(drawing.marks()).extracting(Drawing.Mark::sign).containsExactly(Sign.REFUSED, Sign.NO_ANSWER);
        assertThat(drawing.legend()).containsExactly(Sign.FAULT, Sign.REFUSED, Sign.NO_ANSWER);
    }

    @Test
    void the_end_of_a_worker_that_did_not_do_its_work_is_named_once() {
        Drawing drawing = Drawing.of(timeline(
                List.of(
                        bar("worker-1", BarKind.HOLD, 0, 10, 1, null, AttemptOutcome.LOST),
                        bar("worker-1", BarKind.BELIEF, 10, 20, 1, null, AttemptOutcome.LOST),
                        bar("worker-2", BarKind.HOLD, 20, 30, 2, null, null),
                        hold("worker-3", 30, 40)),
                List.of()));
        assertThat(drawing.bars()).extracting(Drawing.Bar::ending).containsExactly(null, "gives up", "no news", null);
    }

    @Test
    void words_tell_all_but_the_tries_that_were_turned_away_in_the_order_of_time() {
        assertThat(Drawing.of(Samples.lateInvoice()).events())
                .containsExactly(
                        "0.50 s to 4.00 s: worker-1 holds the lock, as the record proves (task 1, token 17).",
                        "1.00 s: the fault begins, and lasts until 5.00 s.",
                        "4.00 s to 7.00 s: worker-1 works on though its lease has ended (task 1, token 17).",
                        "4.10 s to 6.00 s: worker-2 holds the lock, as the record proves (task 2, token 18).",
                        "5.99 s: worker-2 writes its invoice (task 2, token 18).",
                        "6.99 s: worker-1 writes its invoice after its lease has ended (task 1, token 17).");
    }

    @Test
    void several_holders_are_one_span_as_long_as_one_of_them_is_left_with_another() {
        assertThat(SeveralHolders.of(List.of(
                        hold("worker-1", 0, 10),
                        hold("worker-2", 5, 20),
                        hold("worker-3", 6, 8),
                        hold("worker-1", 30, 40),
                        hold("worker-2", 39, 41))))
                .containsExactly(new Span(5, 10, "3 holders"), new Span(39, 40, "2 holders"));
    }

    @Test
    void holders_one_after_another_are_not_several() {
        assertThat(SeveralHolders.of(List.of(
                        hold("worker-1", 0, 10),
                        hold("worker-2", 10, 20),
                        bar("worker-1", BarKind.BELIEF, 10, 20, 1, null, null))))
                .isEmpty();
    }

    @Test
    void long_tokens_are_labelled_by_where_they_differ() {
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
