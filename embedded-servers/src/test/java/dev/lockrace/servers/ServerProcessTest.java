package dev.lockrace.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.lockrace.servers.memcached.MemcachedCommand;
import dev.lockrace.servers.memcached.MemcachedServers;
import dev.lockrace.servers.postgres.PostgresServer;
import dev.lockrace.servers.process.Ports;
import dev.lockrace.servers.process.ProcessTraces;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kill, pause and loss of data of servers in their own processes. */
@Tag("process")
class ServerProcessTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    abstract static class Contract {

        final ServerProcess server;

        Contract(ServerProcess server) {
            this.server = server;
        }

        /** Stores a value on the server. */
        abstract void store() throws Exception;

        /** Returns whether the server has the value. Fails if the server does not answer within seconds. */
        abstract boolean hasValue() throws Exception;

        /** Returns whether the value survives a kill of the server. */
        abstract boolean survivesKill();

        @AfterEach
        void close() {
            server.close();
        }

        @Test
        void a_killed_server_starts_again_on_the_same_port() throws Exception {
            server.start();
            Endpoint first = server.endpoint();
            store();

            server.kill();
            server.kill();
            assertThat(Ports.accepts(first.port())).isFalse();
            server.start();

            assertThat(server.endpoint()).isEqualTo(first);
            assertThat(hasValue()).isEqualTo(survivesKill());
        }

        @Test
        void a_stopped_server_deletes_its_data() throws Exception {
            server.start();
            store();
            assertThatIllegalStateException().isThrownBy(server::deleteData).withMessageEndingWith(" is running");

            server.kill();
            server.deleteData();
            server.start();

            assertThat(hasValue()).isFalse();
        }

        @Test
        void a_paused_server_answers_only_after_it_is_resumed() throws Exception {
            server.start();
            store();

            ProcessTraces traces = ProcessTraces.of(server.process(), TestDirectories.unused("none"));
            traces.signal("STOP", "");
            try {
                assertThat(answers()).isFalse();
            } finally {
                traces.signal("CONT", "");
            }
            Awaitility.await().atMost(TIMEOUT).until(this::hasValue);
        }

        private boolean answers() {
            try {
                hasValue();
                return true;
            } catch (Exception noAnswer) {
                return false;
            }
        }

        @Test
        void a_paused_server_can_be_killed() throws Exception {
            server.start();

            ProcessTraces.of(server.process(), TestDirectories.unused("none")).signal("STOP", "");
            server.kill();

            assertThatIllegalStateException().isThrownBy(server::process).withMessageEndingWith(" is not running");
        }
    }

    @Nested
    class PostgresTest extends Contract {

        PostgresTest() {
            super(PostgresServer.create(TestDirectories.unused("server"), TestDirectories.cache()));
        }

        @Override
        void store() throws SQLException {
            try (Connection connection = connect()) {
                connection.createStatement().execute("create table kept (id int)");
            }
        }

        @Override
        boolean hasValue() throws SQLException {
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
        boolean survivesKill() {
            return true;
        }
    }

    abstract static class RedisContract extends Contract {

        RedisContract(ServerProcess server) {
            super(server);
        }

        @Override
        void store() throws IOException {
            RedisCommand.send(server.endpoint().port(), "SET key value");
        }

        @Override
        boolean hasValue() throws IOException {
            return RedisCommand.send(server.endpoint().port(), "GET key").equals("value");
        }
    }

    @Nested
    class RedisTest extends RedisContract {

        RedisTest() {
            super(RedisServer.inMemory(TestDirectories.unused("server"), TestDirectories.cache()));
        }

        @Override
        boolean survivesKill() {
            return false;
        }
    }

    @Nested
    class DurableRedisTest extends RedisContract {

        DurableRedisTest() {
            super(RedisServer.durable(TestDirectories.unused("server"), TestDirectories.cache()));
        }

        @Override
        boolean survivesKill() {
            return true;
        }
    }

    abstract static class MemcachedContract extends Contract {

        MemcachedContract(ServerProcess server) {
            super(server);
        }

        @Override
        void store() throws IOException {
            MemcachedCommand.send(server.endpoint().port(), "set key 0 0 5\r\nvalue");
        }

        @Override
        boolean hasValue() throws IOException {
            return MemcachedCommand.send(server.endpoint().port(), "get key").startsWith("VALUE");
        }

        @Override
        boolean survivesKill() {
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
            super(MemcachedServers.infinispanProcess(TestDirectories.unused("server")));
        }
    }
}
