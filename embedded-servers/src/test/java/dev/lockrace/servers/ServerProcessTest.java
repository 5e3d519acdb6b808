package dev.lockrace.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.lockrace.servers.memcached.InfinispanMemcachedProcess;
import dev.lockrace.servers.memcached.MemcachedCommand;
import dev.lockrace.servers.memcached.MemcachedServers;
import dev.lockrace.servers.postgres.PostgresServer;
import dev.lockrace.servers.process.Ports;
import dev.lockrace.servers.process.Traces;
import dev.lockrace.servers.redis.RedisCommand;
import dev.lockrace.servers.redis.RedisServer;
import dev.lockrace.testsupport.TestDirectories;
import java.io.IOException;
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
            assertThatIllegalStateException().isThrownBy(server::deleteData).withMessageEndingWith(" runs");

            server.kill();
            server.deleteData();
            server.start();

            assertThat(isKept()).isFalse();
        }

        @Test
        void does_not_answer_while_it_is_paused() throws Exception {
            server.start();
            keep();

            Traces traces = Traces.of(server.process(), TestDirectories.unused("none"));
            traces.signal("STOP", "");
            try {
                assertThat(answers()).isFalse();
            } finally {
                traces.signal("CONT", "");
            }
            Awaitility.await().atMost(LIMIT).until(this::isKept);
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
        void is_killed_while_it_is_paused() throws Exception {
            server.start();

            Traces.of(server.process(), TestDirectories.unused("none")).signal("STOP", "");
            server.kill();

            assertThatIllegalStateException().isThrownBy(server::process).withMessageEndingWith(" does not run");
        }
    }

    @Nested
    class PostgresTest extends Contract {

        PostgresTest() {
            super(PostgresServer.create(TestDirectories.unused("server"), TestDirectories.cache()));
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
            super(RedisServer.inMemory(TestDirectories.unused("server"), TestDirectories.cache()));
        }

        @Override
        boolean survivesAKill() {
            return false;
        }
    }

    @Nested
    class DurableRedisTest extends RedisContract {

        DurableRedisTest() {
            super(RedisServer.durable(TestDirectories.unused("server"), TestDirectories.cache()));
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
            super(MemcachedServers.availableProcess(TestDirectories.unused("server")));
        }
    }

    @Nested
    class InfinispanTest extends MemcachedContract {

        InfinispanTest() {
            super(new InfinispanMemcachedProcess(TestDirectories.unused("server")));
        }
    }
}
