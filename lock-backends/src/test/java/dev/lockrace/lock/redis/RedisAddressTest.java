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
    void the_default_timeout_of_a_new_connection_is_two_seconds() {
        assertThat(RedisAddress.parse("redis://u:timeout=9@localhost:6379/1").getTimeout())
                .isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource({"?timeout=5s, 5", "?database=1&Timeout=60s, 60"})
    void the_timeout_in_the_uri_takes_precedence(String query, int seconds) {
        assertThat(RedisAddress.parse("redis://localhost:6379" + query).getTimeout())
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void sentinels_have_the_same_timeout_as_redis() {
        RedisURI uri = RedisAddress.parse("redis-sentinel://one:26379,two:26379/0#main");

        assertThat(uri.getSentinels())
                .hasSize(2)
                .extracting(RedisURI::getTimeout)
                .containsOnly(uri.getTimeout());
    }

    @Test
    void a_copy_replaces_the_default_timeout_and_keeps_everything_else() {
        RedisURI sentinel = RedisURI.Builder.sentinel("one", 26379, "main", "of the sentinel")
                .withPassword("secret".toCharArray())
                .withSsl(true)
                .withDatabase(3)
                .build();

        RedisURI copy = RedisAddress.copyOf(sentinel);

        assertThat(copy.getTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(copy.getSentinelMasterId()).isEqualTo("main");
        assertThat(copy.getCredentialsProvider()).isSameAs(sentinel.getCredentialsProvider());
        assertThat(copy.isSsl()).isTrue();
        assertThat(copy.getDatabase()).isEqualTo(3);
        assertThat(copy.getSentinels()).singleElement().satisfies(it -> {
            assertThat(it.getHost()).isEqualTo("one");
            assertThat(it.getTimeout()).isEqualTo(Duration.ofSeconds(2));
            assertThat(it.getCredentialsProvider())
                    .isSameAs(sentinel.getSentinels().get(0).getCredentialsProvider());
        });
        assertThat(sentinel.getTimeout()).isEqualTo(RedisURI.DEFAULT_TIMEOUT_DURATION);
        assertThat(sentinel.getSentinels().get(0).getTimeout()).isEqualTo(RedisURI.DEFAULT_TIMEOUT_DURATION);
    }

    @Test
    void a_copy_keeps_an_explicit_timeout() {
        RedisURI uri = RedisURI.create("redis://localhost?timeout=5s");
        assertThat(RedisAddress.copyOf(uri).getTimeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void an_invalid_uri_is_rejected_without_showing_its_password() {
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
    void a_password_after_a_malformed_scheme_is_not_shown(String uri) {
        assertThatThrownBy(() -> RedisAddress.parse(uri))
                .isInstanceOf(IllegalLockRequestException.class)
                .hasMessageEndingWith("…@localhost:6379")
                .hasMessageNotContaining("secret");
    }
}
