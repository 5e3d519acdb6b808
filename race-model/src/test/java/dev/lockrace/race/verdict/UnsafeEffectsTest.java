package dev.lockrace.race.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.race.event.AttemptOutcome;
import org.junit.jupiter.api.Test;

class UnsafeEffectsTest {

    @Test
    void consecutive_holders_have_no_unsafe_effect() {
        assertThat(UnsafeEffects.of(EventLogBuilder.of(2)
                        .worked(1, 0, 10, 200)
                        .worked(2, 201, 210, 400)
                        .events()))
                .isEmpty();
    }

    @Test
    void two_holders_that_create_invoices_at_the_same_time_are_an_unsafe_effect() {
        assertThat(UnsafeEffects.of(EventLogBuilder.of(2)
                        .worked(1, 0, 10, 200)
                        .worked(2, 50, 60, 300)
                        .events()))
                .singleElement()
                .asString()
                .startsWith("worker-1 (task 1) and worker-2 (task 2) both held the lock for 140 ms from ");
    }

    @Test
    void two_holders_of_which_one_creates_no_invoice_have_no_unsafe_effect() {
        assertThat(UnsafeEffects.of(EventLogBuilder.of(2)
                        .held(1, 0, 10, 200, AttemptOutcome.LOST)
                        .worked(2, 50, 60, 300)
                        .events()))
                .isEmpty();
    }

    @Test
    void an_invoice_committed_after_one_of_a_later_holder_is_an_unsafe_effect() {
        assertThat(UnsafeEffects.of(EventLogBuilder.of(2)
                        .worked(2, 1_100, 1_110, 1_500)
                        .worked(1, 0, 10, 2_000)
                        .events()))
                .containsExactly(
                        "the invoice of task 1 was committed after that of task 2, which acquired the lock later");
    }
}
