package dev.lockrace.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.lockrace.servers.postgres.PostgresServer;
import dev.lockrace.servers.redis.RedisCommand;
import dev.lockrace.servers.redis.RedisServer;
import dev.lockrace.testsupport.TestDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Steps of the wall clock of a running server. */
@Tag("process")
@Tag("libfaketime")
class SteppedServerClockTest {

    /** The maximum time between two readings on a busy machine. */
    private static final long MARGIN_SECONDS = 20;

    private static final Duration STEP = Duration.ofSeconds(60);

    abstract static class Contract {

        final ServerProcess server;

        Contract(ServerProcess server) {
            this.server = server;
        }

        /** Returns the time of the server in seconds since the epoch. */
        abstract long time() throws Exception;

        @AfterEach
        void close() {
            server.close();
        }

        private void assertOffset(Duration offset) throws Exception {
            assertThat(time() - System.currentTimeMillis() / 1_000)
                    .isCloseTo(offset.toSeconds(), within(MARGIN_SECONDS));
        }

        @Test
        void the_clock_is_stepped_ahead_then_back_then_corrected() throws Exception {
            server.useSteppedClock();
            server.start();
            assertOffset(Duration.ZERO);

            for (Duration offset : List.of(STEP, STEP.negated(), Duration.ZERO)) {
                server.stepClock(offset);
                assertOffset(offset);
            }
        }

        @Test
        void the_offset_stays_and_no_memory_remains_after_a_kill() throws Exception {
            server.useSteppedClock();
            server.start();
            server.stepClock(STEP);
            long pid = server.process().pid();

            server.kill();
            assertThat(sharedMemory(pid)).isEmpty();
            server.start();
            assertOffset(STEP);
        }

        @Test
        void a_server_without_a_stepped_clock_rejects_a_step() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> server.stepClock(STEP))
                    .withMessageEndingWith(" is not running with a clock that can be stepped");
            server.start();
            assertThatIllegalStateException().isThrownBy(() -> server.stepClock(STEP));
            assertThatIllegalStateException()
                    .isThrownBy(server::useSteppedClock)
                    .withMessageEndingWith(" is running");
        }

        private static List<Path> sharedMemory(long pid) throws IOException {
            try (Stream<Path> files = Files.list(Path.of("/dev/shm"))) {
                return files.filter(file -> file.getFileName().toString().matches("(sem\\.)?faketime_.*_" + pid))
                        .toList();
            }
        }
    }

    @Nested
    class Postgres extends Contract {

        Postgres() {
            super(PostgresServer.create(TestDirectories.unused("postgresql"), TestDirectories.cache()));
        }

        @Override
        long time() throws Exception {
            Endpoint endpoint = server.endpoint();
            try (Connection connection =
                            DriverManager.getConnection(endpoint.jdbcUrl(), endpoint.user(), endpoint.password());
                    ResultSet row = connection
                            .createStatement()
                            .executeQuery("select extract(epoch from clock_timestamp())::bigint")) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    @Nested
    class Redis extends Contract {

        Redis() {
            super(RedisServer.inMemory(TestDirectories.unused("redis"), TestDirectories.cache()));
        }

        @Override
        long time() throws IOException {
            return Long.parseLong(
                    RedisCommand.send(server.endpoint().port(), "EVAL \"return redis.call('time')[1]\" 0"));
        }
    }
}
