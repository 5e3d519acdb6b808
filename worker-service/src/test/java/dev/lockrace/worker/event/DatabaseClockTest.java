package dev.lockrace.worker.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DatabaseClockTest {

    private static final Instant READING = Instant.parse("2026-01-01T12:00:00.000001Z");
    private static final long RECEIVED_AT = Long.MAX_VALUE - 10; // a monotonic clock may wrap

    private final DatabaseClock clock = new DatabaseClock(READING, RECEIVED_AT);

    @Test
    void the_bound_at_the_receipt_of_a_reading_is_the_reading() {
        assertThat(after(Duration.ZERO)).isEqualTo(READING);
    }

    @Test
    void the_bound_advances_with_elapsed_time_less_a_thousandth_for_clock_drift() {
        assertThat(after(Duration.ofSeconds(10))).isEqualTo(READING.plusMillis(9_990));
    }

    /** The database would round a fraction, and might round it up. */
    @Test
    void a_fraction_of_a_microsecond_is_truncated() {
        assertThat(after(Duration.ofNanos(1_999))).isEqualTo(READING.plusNanos(1_000));
    }

    private Instant after(Duration passed) {
        return clock.noLaterThan(RECEIVED_AT + passed.toNanos());
    }
}
