package dev.lockrace.race.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.race.event.AttemptOutcome;
import org.junit.jupiter.api.Test;

class UnsafeEffectsTest {

    @Test
    void none_when_one_invoice_came_after_the_other() {
        assertThat(UnsafeEffects.of(Story.of(2)
                        .worked(1, 0, 10, 200)
                        .worked(2, 201, 210, 400)
                        .events()))
                .isEmpty();
    }

    @Test
    void two_invoices_made_at_the_same_time() {
        assertThat(UnsafeEffects.of(
                        Story.of(2).worked(1, 0, 10, 200).worked(2, 50, 60, 300).events()))
                .singleElement()
                .asString()
                .startsWith("worker-1 (task 1) and worker-2 (task 2) both held it for 140 ms from ");
    }

    @Test
    void none_when_one_of_two_holders_gave_up() {
        assertThat(UnsafeEffects.of(Story.of(2)
                        .held(1, 0, 10, 200, AttemptOutcome.LOST)
                        .worked(2, 50, 60, 300)
                        .events()))
                .isEmpty();
    }

    @Test
    void an_invoice_after_one_of_a_later_holder() {
        assertThat(UnsafeEffects.of(Story.of(2)
                        .worked(2, 1_100, 1_110, 1_500)
                        .worked(1, 0, 10, 2_000)
                        .events()))
                .containsExactly("the invoice of task 1 was committed after that of task 2, which got the lock later");
    }
}
