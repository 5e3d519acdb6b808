package dev.lockrace.lock.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemcachedExpiryTest {

    @ParameterizedTest
    @CsvSource({"PT0.001S, 3", "PT1S, 3", "PT1.000000001S, 4", "PT15S, 17"})
    void L9_the_expiry_is_the_seconds_rounded_up_plus_two(Duration timeToLive, int seconds) {
        assertThat(MemcachedLockBackend.expiry(timeToLive)).isEqualTo(seconds);
    }

    @Test
    void L9_the_maximum_time_to_live_is_not_a_date() {
        assertThat(MemcachedLockBackend.expiry(Duration.ofDays(30).minusSeconds(2)))
                .isEqualTo(30 * 24 * 60 * 60);
    }
}
