package dev.lockrace.lock.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisTimeToLiveTest {

    @ParameterizedTest
    @CsvSource({"PT0.001S, 1", "PT0.001000001S, 2", "PT15S, 15000"})
    void L9_a_time_to_live_is_rounded_up_to_milliseconds(Duration timeToLive, String millis) {
        assertThat(RedisLockBackend.millisRoundedUp(timeToLive)).isEqualTo(millis);
    }
}
