package dev.lockrace.servers.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.Server;
import dev.lockrace.servers.ServerException;
import dev.lockrace.servers.process.BundledPrograms;
import dev.lockrace.servers.process.Cache;
import dev.lockrace.servers.process.Ports;
import dev.lockrace.testsupport.TestDirectories;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisServerTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    abstract static class Contract {

        final Path folder = TestDirectories.unused("redis");
        final Server server;

        /** What {@code GET key} answers after a restart. */
        private final String kept;

        Contract(boolean durable) {
            server = durable
                    ? RedisServer.durable(folder, TestDirectories.cache())
                    : RedisServer.inMemory(folder, TestDirectories.cache());
            kept = durable ? "value" : "";
        }

        @AfterEach
        void close() {
            server.close();
        }

        @Test
        void sets_a_key_once_and_tells_its_version() throws IOException {
            server.start();

            assertThat(server.name()).isEqualTo("redis");
            assertThat(server.description()).isEqualTo("Redis " + info("server", "redis_version"));
            assertThat(say("SET key value NX")).isEqualTo("OK");
            assertThat(say("SET key other NX")).isEmpty();
        }

        @Test
        void refuses_to_write_when_it_is_full_rather_than_drop_keys() throws IOException {
            server.start();

            assertThat(info("memory", "maxmemory")).isEqualTo(Long.toString(128 << 20));
            assertThat(info("memory", "maxmemory_policy")).isEqualTo("noeviction");
        }

        @Test
        void has_the_same_port_after_a_restart() throws IOException {
            server.start();
            Endpoint first = server.endpoint();
            assertThat(say("SET key value")).isEqualTo("OK");

            server.stop();
            assertThat(Ports.accepts(first.port())).isFalse();
            server.start();

            assertThat(server.endpoint()).isEqualTo(first);
            assertThat(say("GET key")).isEqualTo(kept);
        }

        @Test
        void comes_back_after_it_was_killed() throws IOException {
            server.start();
            assertThat(say("SET key value")).isEqualTo("OK");

            redis().destroyForcibly();
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> !Ports.accepts(server.endpoint().port()));
            server.stop();
            server.start();

            assertThat(say("GET key")).isEqualTo(kept);
        }

        @Test
        void stops_though_a_client_is_connected() throws IOException {
            server.start();
            ProcessHandle redis = redis();
            try (Socket idle = new Socket()) {
                idle.connect(Ports.address(server.endpoint().port()));
                server.stop();

                assertThat(redis.isAlive()).isFalse();
                assertThat(idle.getInputStream().read()).isEqualTo(-1);
            }
        }

        @Test
        void deletes_its_folder_and_log_when_closed() throws IOException {
            server.start();
            ProcessHandle redis = redis();

            server.close();

            assertThat(folder).doesNotExist();
            assertThat(folder.resolveSibling(folder.getFileName() + ".log")).doesNotExist();
            assertThat(redis.isAlive()).isFalse();
        }

        private ProcessHandle redis() throws IOException {
            return ProcessHandle.of(Long.parseLong(info("server", "process_id")))
                    .orElseThrow();
        }

        private String say(String command) throws IOException {
            return RedisCommand.say(server.endpoint().port(), command);
        }

        private String info(String section, String field) throws IOException {
            return say("INFO " + section)
                    .lines()
                    .filter(line -> line.startsWith(field + ":"))
                    .map(line -> line.substring(field.length() + 1))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Nested
    class InMemoryTest extends Contract {

        InMemoryTest() {
            super(false);
        }

        @Test
        void writes_nothing() throws IOException {
            server.start();
            RedisCommand.say(server.endpoint().port(), "SET key value");

            assertThat(folder).isEmptyDirectory();
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
                                "redis: did not start: its port 127.0.0.1:%d is taken by another process", port);
            }
            server.start();
            assertThat(server.endpoint().port()).isEqualTo(port);
        }
    }

    @Nested
    class DurableTest extends Contract {

        DurableTest() {
            super(true);
        }
    }

    @Nested
    class BinaryTest {

        private final Path program = TestDirectories.unused("redis");

        @AfterEach
        void delete() throws IOException {
            Files.deleteIfExists(program);
        }

        @Test
        void is_there_for_linux_and_macos() {
            assertThat(RedisBinary.FILES.values())
                    .hasSize(4)
                    .allSatisfy(file -> assertThat(getClass().getClassLoader().getResource(file))
                            .isNotNull());
        }

        @Test
        void says_that_there_is_none_for_the_system() {
            assertThatIOException()
                    .isThrownBy(() -> RedisBinary.unpacked(new Cache(TestDirectories.cache()), "plan9 mips"))
                    .withMessage("no Redis for this system on the class path (plan9 mips): it is there for Linux and"
                            + " macOS on x86-64 and ARM 64");
        }

        /** The words are those of Linux' and macOS' loaders. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "error while loading shared libraries: libssl.so.3: cannot open shared object file: No such file",
                    "error while loading shared libraries: libcrypto.so.3: cannot open shared object file: No such file",
                    "dyld[7]: Library not loaded: /opt/homebrew/opt/openssl@3/lib/libssl.3.dylib"
                })
        void says_what_to_install_where_openssl_is_missing(String loader) throws Exception {
            scriptThat("echo '%s' >&2; exit 127".formatted(loader));

            assertThatIOException()
                    .isThrownBy(() -> RedisBinary.version(program))
                    .withMessage("Redis needs the libraries of OpenSSL 3, libssl and libcrypto, which this system does"
                            + " not have: install them ('apt-get install libssl3', 'dnf install openssl-libs', 'brew"
                            + " install openssl@3')")
                    .withStackTraceContaining(loader);
        }

        @Test
        void says_that_it_does_not_run_on_the_system() throws Exception {
            scriptThat("echo \"version GLIBC_2.34 not found\"; exit 1");

            assertThatIOException()
                    .isThrownBy(() -> RedisBinary.version(program))
                    .withMessage("the Redis that comes with Maven's embedded-redis does not run on this system: on"
                            + " Linux it needs glibc 2.34 or later")
                    .withStackTraceContaining("version GLIBC_2.34 not found");
        }

        @Test
        void says_that_it_tells_no_version() throws Exception {
            scriptThat("echo hello");

            assertThatIOException()
                    .isThrownBy(() -> RedisBinary.version(program))
                    .withMessage("'%s --version' tells no version: hello", program);
        }

        private void scriptThat(String does) throws IOException {
            Files.createDirectories(program.getParent());
            Files.writeString(program, "#!/bin/sh\n" + does + "\n");
            BundledPrograms.makeExecutable(program);
        }
    }
}
