package dev.lockrace.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How servers that are processes of their own fail. */
class ServerProcessTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    abstract static class Contract {

        final ServerProcess server;

        Contract(ServerProcess server) {
            this.server = server;
        }

        /** Has the server keep something. */
        abstract void keep() throws Exception;

        /** Whether it has that; fails when it does not answer within seconds. */
        abstract boolean isKept() throws Exception;

        /** Whether it keeps that when it is killed. */
        abstract boolean survivesAKill();

        @AfterEach
        void close() {
            server.close();
        }

        @Test
        void is_killed_and_started_anew() throws Exception {
            server.start();
            Endpoint first = server.endpoint();
            keep();

            server.kill();
            server.kill();
            assertThat(Ports.accepts(first.port())).isFalse();
            server.start();

            assertThat(server.endpoint()).isEqualTo(first);
            assertThat(isKept()).isEqualTo(survivesAKill());
        }

        @Test
        void forgets_its_data_once_it_does_not_run() throws Exception {
            server.start();
            keep();
            assertThatIllegalStateException().isThrownBy(server::forgetData).withMessageEndingWith(" runs");

            server.kill();
            server.forgetData();
            server.start();

            assertThat(isKept()).isFalse();
        }

        @Test
        void answers_nobody_while_it_is_frozen() throws Exception {
            server.start();
            keep();

            try (Freeze freeze = server.freeze()) {
                assertThat(answers()).isFalse();
                freeze.close();
                Awaitility.await().atMost(LIMIT).until(this::isKept);
            }
        }

        private boolean answers() {
            try {
                isKept();
                return true;
            } catch (Exception noAnswer) {
                return false;
            }
        }

        @Test
        void ends_though_it_is_frozen() {
            server.start();

            try (Freeze freeze = server.freeze()) {
                assertThat(freeze).isNotNull();
                server.kill();
            }

            assertThatIllegalStateException().isThrownBy(server::freeze).withMessageEndingWith(" does not run");
        }
    }

    @Nested
    class PostgresTest extends Contract {

        PostgresTest() {
            super(EmbeddedServers.postgresql(TestFolders.fresh(), TestFolders.CACHE));
        }

        @Override
        void keep() throws SQLException {
            try (Connection connection = connect()) {
                connection.createStatement().execute("create table kept (id int)");
            }
        }

        @Override
        boolean isKept() throws SQLException {
            try (Connection connection = connect()) {
                return connection
                        .getMetaData()
                        .getTables(null, null, "kept", null)
                        .next();
            }
        }

        private Connection connect() throws SQLException {
            Endpoint endpoint = server.endpoint();
            Properties settings = new Properties();
            settings.put("user", String.valueOf(endpoint.user()));
            settings.put("password", String.valueOf(endpoint.password()));
            settings.put("loginTimeout", "2");
            settings.put("socketTimeout", "2");
            return DriverManager.getConnection(String.valueOf(endpoint.jdbcUrl()), settings);
        }

        @Override
        boolean survivesAKill() {
            return true;
        }
    }

    abstract static class RedisContract extends Contract {

        RedisContract(ServerProcess server) {
            super(server);
        }

        @Override
        void keep() throws IOException {
            RedisCommand.say(server.endpoint().port(), "SET key value");
        }

        @Override
        boolean isKept() throws IOException {
            return RedisCommand.say(server.endpoint().port(), "GET key").equals("value");
        }
    }

    @Nested
    class RedisTest extends RedisContract {

        RedisTest() {
            super(EmbeddedServers.redis(TestFolders.fresh(), TestFolders.CACHE));
        }

        @Override
        boolean survivesAKill() {
            return false;
        }
    }

    @Nested
    class DurableRedisTest extends RedisContract {

        DurableRedisTest() {
            super(EmbeddedServers.durableRedis(TestFolders.fresh(), TestFolders.CACHE));
        }

        @Override
        boolean survivesAKill() {
            return true;
        }
    }

    /** Memcached's own or Infinispan's, as the machine has it; and Infinispan's in any case. */
    abstract static class MemcachedContract extends Contract {

        MemcachedContract(ServerProcess server) {
            super(server);
        }

        @Override
        void keep() throws IOException {
            MemcachedCommand.say(server.endpoint().port(), "set key 0 0 5\r\nvalue");
        }

        @Override
        boolean isKept() throws IOException {
            return MemcachedCommand.say(server.endpoint().port(), "get key").startsWith("VALUE");
        }

        @Override
        boolean survivesAKill() {
            return false;
        }
    }

    @Nested
    class MemcachedTest extends MemcachedContract {

        MemcachedTest() {
            super(EmbeddedServers.memcachedProcess(TestFolders.fresh()));
        }
    }

    @Nested
    class InfinispanTest extends MemcachedContract {

        InfinispanTest() {
            super(new InfinispanMemcachedProcess(TestFolders.fresh()));
        }
    }

    @Test
    void a_process_runs_on_when_the_jvm_ends_that_froze_it() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process ticking = new ProcessBuilder("/bin/sh", "-c", "while read -r line; do echo tick; done").start();
        Process freezing = new ProcessBuilder(
                        java.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FreezingProcess.class.getName(),
                        String.valueOf(ticking.pid()))
                .start();
        try {
            assertThat(freezing.inputReader().readLine()).isEqualTo("frozen");
            ticking.outputWriter().append('\n').flush();
            assertThat(ticking.inputReader().ready()).isFalse();

            freezing.destroyForcibly().waitFor();

            Awaitility.await().atMost(LIMIT).until(() -> ticking.inputReader().ready());
        } finally {
            freezing.destroyForcibly();
            ticking.destroyForcibly();
        }
    }

    /** Freezes the process whose id it is given, and never ends by itself. */
    static final class FreezingProcess {

        private FreezingProcess() {}

        public static void main(String[] arguments) throws InterruptedException {
            Freeze freeze =
                    Freeze.of(ProcessHandle.of(Long.parseLong(arguments[0])).orElseThrow());
            System.out.println("frozen");
            Thread.sleep(LIMIT.toMillis());
            freeze.close();
        }
    }
}
