package dev.lockrace.producer;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.Server;
import dev.lockrace.servers.amqp.QpidServer;
import dev.lockrace.servers.postgres.PostgresServer;
import dev.lockrace.testsupport.TestDirectories;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** A database and a broker for tests. They exit with this JVM at the latest. */
public record TestServers(Server database, Server broker) implements AutoCloseable {

    public static TestServers start() {
        TestServers servers = new TestServers(
                PostgresServer.create(TestDirectories.unused("postgresql"), TestDirectories.cache()),
                QpidServer.create());
        servers.database.start();
        servers.broker.start();
        return servers;
    }

    /** Returns the properties of a producer that uses these servers and listens on free ports of 127.0.0.1. */
    public Map<String, String> properties() {
        Endpoint at = broker.endpoint();
        Endpoint data = database.endpoint();
        return Map.of(
                "server.port", "0",
                "server.address", "127.0.0.1",
                "management.server.port", "0",
                "spring.datasource.url", Objects.requireNonNull(data.jdbcUrl()),
                "spring.datasource.username", Objects.requireNonNull(data.user()),
                "spring.datasource.password", Objects.requireNonNull(data.password()),
                "spring.rabbitmq.host", at.host(),
                "spring.rabbitmq.port", String.valueOf(at.port()),
                "spring.rabbitmq.username", Objects.requireNonNull(at.user()),
                "spring.rabbitmq.password", Objects.requireNonNull(at.password()));
    }

    @Override
    public void close() {
        broker.close();
        database.close();
    }

    /** The servers shared by all tests of this JVM that stop neither of them. */
    static final class Shared implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        private static final TestServers SERVERS = TestServers.start();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVERS::close, "close-servers"));
        }

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            TestPropertyValues.of(SERVERS.properties()).applyTo(context);
        }
    }
}
