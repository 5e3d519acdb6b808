package dev.lockrace.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockrace.lab.cli.InvalidOptionException;
import dev.lockrace.servers.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerUriTest {

    @Test
    void the_URI_of_a_database_has_a_name_and_credentials() {
        assertThat(ServerUri.endpoint("--database", "postgresql", "postgresql://me:p%40ss@db.example:5433/locks"))
                .isEqualTo(new Endpoint("db.example", 5433, "me", "p@ss", "jdbc:postgresql://db.example:5433/locks"));
    }

    @Test
    void the_URI_of_another_server_may_have_credentials() {
        assertThat(ServerUri.endpoint("--redis", "redis", "redis://cache:6379"))
                .isEqualTo(new Endpoint("cache", 6379, null, null, null));
        assertThat(ServerUri.endpoint("--redis", "redis", "redis://:secret@cache:6379"))
                .isEqualTo(new Endpoint("cache", 6379, null, "secret", null));
    }

    @ParameterizedTest
    @CsvSource({
        "redis, redis://cache",
        "redis, redis://cache:6379/0",
        "redis, memcached://cache:11211",
        "postgresql, postgresql://me:secret@db:5432",
        "amqp, 'amqp://me:secret@bro ker:5672'",
        "amqp, amqp://me:sec/secret@broker:5672",
        "amqp, amqp://me:p@secret@broker:5672",
        "redis, redis:/me:secret@cache:6379",
        "redis, me:secret@cache:6379"
    })
    void a_malformed_URI_is_rejected_without_its_password(String scheme, String uri) {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> ServerUri.endpoint("--it", scheme, uri))
                .withMessageStartingWith("--it must be " + scheme + "://")
                .withMessageNotContaining("secret");
    }
}
