package dev.lockrace.servers.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.Server;
import dev.lockrace.servers.process.BundledPrograms;
import dev.lockrace.servers.process.DirectoryCache;
import dev.lockrace.servers.process.OccupiedPort;
import dev.lockrace.servers.process.Ports;
import dev.lockrace.testsupport.TestDirectories;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("process")
class RedisServerTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    abstract static class Contract {

        final Path directory = TestDirectories.unused("redis");
        final Server server;

        /** The expected answer to {@code GET key} after a restart. */
        private final String valueAfterRestart;

        Contract(boolean durable) {
            server = durable
                    ? RedisServer.durable(directory, TestDirectories.cache())
                    : RedisServer.inMemory(directory, TestDirectories.cache());
            valueAfterRestart = durable ? "value" : "";
        }

        @AfterEach
        void close() {
            server.close();
        }

        @Test
        void a_key_is_set_once_and_the_description_contains_the_version() throws IOException {
            server.start();

            assertThat(server.name()).isEqualTo("redis");
            assertThat(server.description()).isEqualTo("Redis " + info("server", "redis_version"));
            assertThat(send("SET key value NX")).isEqualTo("OK");
            assertThat(send("SET key other NX")).isEmpty();
        }

        @Test
        void settings_reject_writes_instead_of_evicting_keys() throws IOException {
            server.start();

            assertThat(info("memory", "maxmemory")).isEqualTo(Long.toString(128 << 20));
            assertThat(info("memory", "maxmemory_policy")).isEqualTo("noeviction");
        }

        @Test
        void a_restart_keeps_the_port() throws IOException {
            server.start();
            Endpoint first = server.endpoint();
            assertThat(send("SET key value")).isEqualTo("OK");

            server.stop();
            assertThat(Ports.accepts(first.port())).isFalse();
            server.start();

            assertThat(server.endpoint()).isEqualTo(first);
            assertThat(send("GET key")).isEqualTo(valueAfterRestart);
        }

        @Test
        void a_killed_server_starts_again() throws IOException {
            server.start();
            assertThat(send("SET key value")).isEqualTo("OK");

            redis().destroyForcibly();
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .until(() -> !Ports.accepts(server.endpoint().port()));
            server.stop();
            server.start();

            assertThat(send("GET key")).isEqualTo(valueAfterRestart);
        }

        @Test
        void stop_succeeds_with_a_connected_client() throws IOException {
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
        void close_deletes_directory_and_log() throws IOException {
            server.start();
            ProcessHandle redis = redis();

            server.close();

            assertThat(directory).doesNotExist();
            assertThat(directory.resolveSibling(directory.getFileName() + ".log"))
                    .doesNotExist();
            assertThat(redis.isAlive()).isFalse();
        }

        private ProcessHandle redis() throws IOException {
            return ProcessHandle.of(Long.parseLong(info("server", "process_id")))
                    .orElseThrow();
        }

        private String send(String command) throws IOException {
            return RedisCommand.send(server.endpoint().port(), command);
        }

        private String info(String section, String field) throws IOException {
            return send("INFO " + section)
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
        void the_directory_remains_empty() throws IOException {
            server.start();
            RedisCommand.send(server.endpoint().port(), "SET key value");

            assertThat(directory).isEmptyDirectory();
        }

        @Test
        void a_start_fails_if_the_port_is_in_use() throws IOException {
            OccupiedPort.assertStartFails(server);
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
        void programs_exist_for_linux_and_macos() {
            assertThat(RedisBinary.FILES.values())
                    .hasSize(4)
                    .allSatisfy(file -> assertThat(getClass().getClassLoader().getResource(file))
                            .isNotNull());
        }

        @Test
        void an_unsupported_system_is_reported() {
            assertThatIOException()
                    .isThrownBy(() -> RedisBinary.unpacked(new DirectoryCache(TestDirectories.cache()), "plan9 mips"))
                    .withMessage("no Redis for this system on the class path (plan9 mips): embedded-redis provides it"
                            + " for Linux and macOS on x86-64 and ARM 64");
        }

        /** The messages are those of the loaders of Linux and macOS. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "error while loading shared libraries: libssl.so.3: cannot open shared object file: No such file",
                    "error while loading shared libraries: libcrypto.so.3: cannot open shared object file: No such file",
                    "dyld[7]: Library not loaded: /opt/homebrew/opt/openssl@3/lib/libssl.3.dylib"
                })
        void a_missing_openssl_is_reported_with_its_packages(String loaderMessage) throws Exception {
            writeScript("echo '%s' >&2; exit 127".formatted(loaderMessage));

            assertThatIOException()
                    .isThrownBy(() -> RedisBinary.version(program))
                    .withMessage("Redis needs the libraries of OpenSSL 3, libssl and libcrypto, which this system does"
                            + " not have: install them ('apt-get install libssl3', 'dnf install openssl-libs', 'brew"
                            + " install openssl@3')")
                    .withStackTraceContaining(loaderMessage);
        }

        @Test
        void an_old_glibc_is_reported() throws Exception {
            writeScript("echo \"version GLIBC_2.34 not found\"; exit 1");

            assertThatIOException()
                    .isThrownBy(() -> RedisBinary.version(program))
                    .withMessage("the Redis of Maven's embedded-redis does not run on this system: on"
                            + " Linux it needs glibc 2.34 or later")
                    .withStackTraceContaining("version GLIBC_2.34 not found");
        }

        @Test
        void a_program_that_prints_no_version_is_reported() throws Exception {
            writeScript("echo hello");

            assertThatIOException()
                    .isThrownBy(() -> RedisBinary.version(program))
                    .withMessage("'%s --version' printed no version: hello", program);
        }

        private void writeScript(String commands) throws IOException {
            Files.createDirectories(program.getParent());
            Files.writeString(program, "#!/bin/sh\n" + commands + "\n");
            BundledPrograms.makeExecutable(program);
        }
    }
}
