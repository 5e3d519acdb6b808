package dev.lockrace.servers.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.servers.Server;
import dev.lockrace.testsupport.TestDirectories;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
class RedisReplicationTest {

    @Test
    void a_switch_over_keeps_data_and_the_old_primary_rejects_writes() throws IOException {
        try (Server first = RedisServer.inMemory(TestDirectories.unused("redis"), TestDirectories.cache());
                Server second = RedisServer.durable(TestDirectories.unused("redis"), TestDirectories.cache())) {
            first.start();
            second.start();
            assertThat(send(first, "SET key value")).isEqualTo("OK");
            RedisReplication.replicate(second.endpoint(), first.endpoint());
            assertThat(send(second, "GET key")).isEqualTo("value");
            assertThat(send(first, "SET other value")).isEqualTo("OK");

            RedisReplication.switchOver(first.endpoint(), second.endpoint());

            assertThat(send(first, "SET key again")).startsWith("-READONLY");
            assertThat(send(second, "GET other")).isEqualTo("value");
            assertThat(send(second, "SET key again")).isEqualTo("OK");

            RedisReplication.switchOver(second.endpoint(), first.endpoint());

            assertThat(send(first, "GET key")).isEqualTo("again");
            assertThat(send(first, "SET key more")).isEqualTo("OK");
        }
    }

    private static String send(Server server, String command) throws IOException {
        return RedisCommand.send(server.endpoint().port(), command);
    }
}
