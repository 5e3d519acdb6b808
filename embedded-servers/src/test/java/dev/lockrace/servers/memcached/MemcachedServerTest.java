package dev.lockrace.servers.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.Server;
import dev.lockrace.servers.process.Commands;
import dev.lockrace.servers.process.OccupiedPort;
import dev.lockrace.servers.process.Ports;
import dev.lockrace.servers.process.ServerLogs;
import dev.lockrace.testsupport.TestDirectories;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.spy.memcached.BinaryConnectionFactory;
import net.spy.memcached.MemcachedClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
class MemcachedServerTest {

    private static final int EXPIRY_SECONDS = 60;
    private static final int TIMEOUT_SECONDS = 5;

    abstract static class Contract {

        private final Server server;

        Contract(Server server) {
            this.server = server;
        }

        @AfterEach
        void close() {
            server.close();
        }

        @Test
        void a_key_is_added_once() throws Exception {
            server.start();

            assertThat(server.name()).isEqualTo("memcached");
            assertThat(add("key")).isTrue();
            assertThat(add("key")).isFalse();
        }

        @Test
        void a_restart_keeps_the_port_and_loses_keys() throws Exception {
            server.start();
            Endpoint first = server.endpoint();
            assertThat(add("key")).isTrue();

            server.stop();
            assertThat(Ports.accepts(first.port())).isFalse();
            server.start();

            assertThat(server.endpoint()).isEqualTo(first);
            assertThat(add("key")).isTrue();
        }

        @Test
        void a_start_fails_if_the_port_is_in_use() throws IOException {
            OccupiedPort.assertStartFails(server);
        }

        private boolean add(String key) throws Exception {
            MemcachedClient client = new MemcachedClient(
                    new BinaryConnectionFactory(),
                    List.of(Ports.address(server.endpoint().port())));
            try {
                return client.add(key, EXPIRY_SECONDS, "value").get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            } finally {
                client.shutdown();
            }
        }
    }

    @Nested
    class InfinispanTest extends Contract {

        InfinispanTest() {
            super(MemcachedServers.infinispan());
        }

        @Test
        void the_description_names_infinispan() {
            super.server.start();

            assertThat(super.server.description()).isEqualTo("Infinispan 16.0, memcached protocol");
        }
    }

    @Nested
    class InfinispanProcessTest extends Contract {

        InfinispanProcessTest() {
            super(MemcachedServers.infinispanProcess(TestDirectories.unused("memcached")));
        }
    }

    /** Selection on a machine without memcached is tested by {@code ServerHostTest}. */
    @Nested
    class AvailableServerTest extends Contract {

        private static final Path DIRECTORY = TestDirectories.unused("memcached");

        AvailableServerTest() {
            super(MemcachedServers.available(DIRECTORY));
        }

        @Test
        void an_installed_memcached_is_preferred() {
            super.server.start();

            boolean installed = Commands.find("memcached").isPresent();
            assertThat(super.server.description())
                    .matches(installed ? "memcached 1\\.\\d+\\.\\d+.*" : "Infinispan 16.0, memcached protocol");
        }

        @Test
        void close_deletes_directory_and_log() {
            super.server.start();
            super.server.close();

            assertThat(DIRECTORY).doesNotExist();
            assertThat(ServerLogs.of(DIRECTORY)).doesNotExist();
        }
    }
}
