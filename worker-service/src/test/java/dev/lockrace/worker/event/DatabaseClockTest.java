package dev.lockrace.worker.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DatabaseClockTest {

    private static final Instant TOLD = Instant.parse("2026-01-01T12:00:00.000001Z");
    private static final long ANSWERED = Long.MAX_VALUE - 10; // a monotonic clock may wrap

    private final DatabaseClock moment = new DatabaseClock(TOLD, ANSWERED);

    @Test
    void the_moment_of_the_answer_is_no_earlier_than_the_moment_told() {
        assertThat(after(Duration.ZERO)).isEqualTo(TOLD);
    }

    @Test
    void what_passed_since_the_answer_counts_less_a_thousandth_for_clocks_that_drift() {
        assertThat(after(Duration.ofSeconds(10))).isEqualTo(TOLD.plusMillis(9_990));
    }

    /** The database would round it, and half of the time up. */
    @Test
    void a_part_of_a_microsecond_is_cut_off() {
        assertThat(after(Duration.ofNanos(1_999))).isEqualTo(TOLD.plusNanos(1_000));
    }

    private Instant after(Duration passed) {
        return moment.noLaterThan(ANSWERED + passed.toNanos());
    }
}
