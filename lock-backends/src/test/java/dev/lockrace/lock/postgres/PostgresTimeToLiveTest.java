package dev.lockrace.lock.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresTimeToLiveTest {

    @ParameterizedTest
    @CsvSource({"PT0.001S, 1000", "PT0.001000001S, 1001", "PT15S, 15000000"})
    void L9_a_time_to_live_is_rounded_up_to_microseconds(Duration timeToLive, long micros) {
        assertThat(PostgresLockBackend.microsRoundedUp(timeToLive)).isEqualTo(micros);
    }
}
