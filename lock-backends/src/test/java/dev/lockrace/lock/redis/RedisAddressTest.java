package dev.lockrace.lock.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.lock.IllegalLockRequestException;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {

    @Test
    void the_default_timeout_of_a_new_connection_is_two_seconds() {
        assertThat(only("redis://u:timeout=9@localhost:6379/1").getTimeout()).isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource({"?timeout=5s, 5", "?database=1&Timeout=60s, 60"})
    void the_timeout_in_the_uri_takes_precedence(String query, int seconds) {
        assertThat(only("redis://localhost:6379" + query).getTimeout()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void sentinels_have_the_same_timeout_as_redis() {
        RedisURI uri = only("redis-sentinel://one:26379,two:26379/0#main");

        assertThat(uri.getSentinels())
                .hasSize(2)
                .extracting(RedisURI::getTimeout)
                .containsOnly(uri.getTimeout());
    }

    @Test
    void nodes_of_a_cluster_have_the_same_credentials_and_settings() {
        RedisAddress address = RedisAddress.parse("rediss-cluster://me:secret@one:1,two,[::1]:3/?timeout=5s");

        assertThat(address.cluster()).isTrue();
        assertThat(address.servers()).extracting(RedisURI::getHost).containsExactly("one", "two", "[::1]");
        assertThat(address.servers()).extracting(RedisURI::getPort).containsExactly(1, 6379, 3);
        assertThat(address.servers()).allSatisfy(RedisAddressTest::assertClusterSettings);
        RedisURI other = address.withServer("three", 4);
        assertThat(other.getHost() + ":" + other.getPort()).isEqualTo("three:4");
        assertClusterSettings(other);
    }

    private static void assertClusterSettings(RedisURI node) {
        assertThat(node.isSsl()).isTrue();
        assertThat(node.getTimeout()).isEqualTo(Duration.ofSeconds(5));
        RedisCredentials credentials = Objects.requireNonNull(
                node.getCredentialsProvider().resolveCredentials().block());
        assertThat(credentials.getUsername()).isEqualTo("me");
        assertThat(credentials.getPassword()).isEqualTo("secret".toCharArray());
    }

    @Test
    void one_node_is_a_cluster_too() {
        RedisAddress address = RedisAddress.parse("redis-cluster://one");

        assertThat(address.cluster()).isTrue();
        assertThat(address.servers()).singleElement().satisfies(it -> {
            assertThat(it.isSsl()).isFalse();
            assertThat(it.getTimeout()).isEqualTo(Duration.ofSeconds(2));
        });
    }

    private static RedisURI only(String uri) {
        RedisAddress address = RedisAddress.parse(uri);
        assertThat(address.cluster()).isFalse();
        assertThat(address.servers()).hasSize(1);
        return address.servers().get(0);
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
                .hasMessage("Redis must be given as a URI such as redis://localhost:6379,"
                        + " redis-sentinel://host1:26379,host2:26379/0#name or redis-cluster://host1:6379,host2:6379, was:"
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
                "redis-cluster:/user:secret@localhost:6379",
                "http://user:secret\nsecret@localhost:6379"
            })
    void a_password_after_a_malformed_scheme_is_not_shown(String uri) {
        assertThatThrownBy(() -> RedisAddress.parse(uri))
                .isInstanceOf(IllegalLockRequestException.class)
                .hasMessageEndingWith("…@localhost:6379")
                .hasMessageNotContaining("secret");
    }
}
