package dev.lockrace.lock.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.lock.IllegalLockRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {

    @Test
    void host_and_port_are_parsed() {
        assertThat(ServerAddress.parse(" localhost:11211 ").getPort()).isEqualTo(11_211);
        assertThat(ServerAddress.parse("127.0.0.1:1").getHostString()).isEqualTo("127.0.0.1");
        assertThat(ServerAddress.parse("[::1]:65535").getPort()).isEqualTo(65_535);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "localhost:", ":11211", "localhost:x", "localhost:65536", "::1:11211"})
    void an_invalid_address_is_rejected_with_its_value(String text) {
        assertThatThrownBy(() -> ServerAddress.parse(text))
                .isInstanceOf(IllegalLockRequestException.class)
                .hasMessage("A memcached server must be given as host:port, such as localhost:11211, was: " + text);
    }
}
