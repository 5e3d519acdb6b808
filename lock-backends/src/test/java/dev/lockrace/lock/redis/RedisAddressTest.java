package dev.lockrace.lock.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.lock.IllegalLockRequestException;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {

    @Test
    void a_silent_redis_is_given_two_seconds_for_the_first_words_of_a_connection() {
        assertThat(RedisAddress.parse("redis://u:timeout=9@localhost:6379/1").getTimeout())
                .isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource({"?timeout=5s, 5", "?database=1&Timeout=60s, 60"})
    void a_time_that_the_uri_gives_wins(String query, int seconds) {
        assertThat(RedisAddress.parse("redis://localhost:6379" + query).getTimeout())
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void sentinels_have_no_longer_than_redis_itself() {
        RedisURI uri = RedisAddress.parse("redis-sentinel://one:26379,two:26379/0#main");

        assertThat(uri.getSentinels())
                .hasSize(2)
                .extracting(RedisURI::getTimeout)
                .containsOnly(uri.getTimeout());
    }

    @Test
    void what_is_no_uri_of_redis_is_refused_without_its_password() {
        assertThatThrownBy(() -> RedisAddress.parse("http://user:secret@localhost:6379"))
                .isInstanceOf(IllegalLockRequestException.class)
                .hasMessage("A Redis server must be given as a URI such as redis://localhost:6379, was:"
                        + " http://…@localhost:6379");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user:secret@localhost:6379",
                "redis:user:secret@localhost:6379",
                "redis//user:secret@localhost:6379",
                "redis:/user:secret@localhost:6379",
                "http://user:secret/@/secret@localhost:6379",
                "http://user:secret\nsecret@localhost:6379"
            })
    void nor_is_it_told_where_the_uri_is_wrong_before_it(String uri) {
        assertThatThrownBy(() -> RedisAddress.parse(uri))
                .isInstanceOf(IllegalLockRequestException.class)
                .hasMessageEndingWith("…@localhost:6379")
                .hasMessageNotContaining("secret");
    }
}
