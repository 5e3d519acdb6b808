package dev.lockrace.servers.memcached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.Server;
import dev.lockrace.servers.ServerException;
import dev.lockrace.servers.host.ServerHostTest;
import dev.lockrace.servers.process.Commands;
import dev.lockrace.servers.process.Logs;
import dev.lockrace.servers.process.Ports;
import dev.lockrace.testsupport.TestDirectories;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.spy.memcached.BinaryConnectionFactory;
import net.spy.memcached.MemcachedClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MemcachedServerTest {

    private static final int EXPIRY_SECONDS = 60;
    private static final int LIMIT_SECONDS = 5;

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
        void adds_a_key_once() throws Exception {
            server.start();

            assertThat(server.name()).isEqualTo("memcached");
            assertThat(add("key")).isTrue();
            assertThat(add("key")).isFalse();
        }

        @Test
        void has_the_same_port_after_a_restart_and_no_keys() throws Exception {
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
        void says_that_its_port_is_taken() throws IOException {
            server.start();
            int port = server.endpoint().port();
            server.stop();

            try (ServerSocket thief = new ServerSocket()) {
                thief.bind(Ports.address(port));

                assertThatExceptionOfType(ServerException.class)
                        .isThrownBy(server::start)
                        .withMessageStartingWith(
                                "memcached: did not start: its port 127.0.0.1:%d is taken by another process", port);
            }
            server.start();
            assertThat(server.endpoint().port()).isEqualTo(port);
        }

        private boolean add(String key) throws Exception {
            MemcachedClient client = new MemcachedClient(
                    new BinaryConnectionFactory(),
                    List.of(Ports.address(server.endpoint().port())));
            try {
                return client.add(key, EXPIRY_SECONDS, "value").get(LIMIT_SECONDS, TimeUnit.SECONDS);
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
        void tells_that_it_is_infinispan() {
            super.server.start();

            assertThat(super.server.description()).isEqualTo("Infinispan 16.0, memcached protocol");
        }
    }

    @Nested
    class InfinispanProcessTest extends Contract {

        InfinispanProcessTest() {
            super(new InfinispanMemcachedProcess(TestDirectories.unused("memcached")));
        }
    }

    /** What a machine without memcached has instead, {@link ServerHostTest} shows. */
    @Nested
    class WhateverTheMachineHasTest extends Contract {

        private static final Path FOLDER = TestDirectories.unused("memcached");

        WhateverTheMachineHasTest() {
            super(MemcachedServers.available(FOLDER));
        }

        @Test
        void is_the_machine_s_own_where_there_is_one() {
            super.server.start();

            boolean installed = Commands.find("memcached").isPresent();
            assertThat(super.server.description())
                    .matches(installed ? "memcached 1\\.\\d+\\.\\d+.*" : "Infinispan 16.0, memcached protocol");
        }

        @Test
        void leaves_no_folder() {
            super.server.start();
            super.server.close();

            assertThat(FOLDER).doesNotExist();
            assertThat(Logs.of(FOLDER)).doesNotExist();
        }
    }
}
