package dev.lockrace.worker.testbed;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.memcached.MemcachedLockBackend;
import dev.lockrace.lock.postgres.PostgresLockBackend;
import dev.lockrace.lock.redis.RedisLockBackend;
import dev.lockrace.race.task.RaceQueues;
import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.Server;
import dev.lockrace.servers.ServerProcess;
import dev.lockrace.servers.amqp.QpidServer;
import dev.lockrace.servers.memcached.MemcachedServers;
import dev.lockrace.servers.postgres.PostgresServer;
import dev.lockrace.servers.redis.RedisServer;
import dev.lockrace.service.amqp.QueueDeclarations;
import dev.lockrace.testsupport.TestDirectories;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** The servers of a race, with access to the database, the queues and the locks for tests. */
public final class TestServers implements AutoCloseable {

    private final ServerProcess database;
    private final Server broker = QpidServer.create();
    private final Server memcached;
    private final Server redis;
    private final DriverManagerDataSource dataSource;
    private final CachingConnectionFactory connections;

    private TestServers() {
        database = PostgresServer.create(TestDirectories.unused("postgresql"), TestDirectories.cache());
        memcached = MemcachedServers.available(TestDirectories.unused("memcached"));
        redis = RedisServer.inMemory(TestDirectories.unused("redis"), TestDirectories.cache());
        List.of(database, broker, memcached, redis).forEach(Server::start);
        Endpoint data = database.endpoint();
        dataSource = new DriverManagerDataSource(
                Objects.requireNonNull(data.jdbcUrl()),
                Objects.requireNonNull(data.user()),
                Objects.requireNonNull(data.password()));
        connections = new CachingConnectionFactory(
                broker.endpoint().host(), broker.endpoint().port());
        connections.setUsername(Objects.requireNonNull(broker.endpoint().user()));
        connections.setPassword(Objects.requireNonNull(broker.endpoint().password()));
        new ResourceDatabasePopulator(new ClassPathResource("db/migration/V1__schema.sql")).execute(dataSource);
        declareQueues();
    }

    /** Starts servers for one test, which may break them and must close them. */
    public static TestServers start() {
        return new TestServers();
    }

    /** Returns the servers that all tests of this JVM share, with empty queues. Tests must not break them. */
    public static TestServers shared() {
        Shared.INSTANCE.admin().purgeQueue(RaceQueues.TASKS);
        Shared.INSTANCE.admin().purgeQueue(RaceQueues.DEAD_LETTERS);
        return Shared.INSTANCE;
    }

    private static final class Shared {
        private static final TestServers INSTANCE = new TestServers();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(INSTANCE::close, "close-servers"));
        }
    }

    public ServerProcess database() {
        return database;
    }

    /** Delays the database's writes of asynchronous commits, so that a crash loses them. */
    public void delayAsynchronousCommits(Duration delay) {
        jdbc().sql("alter system set wal_writer_delay = '%d ms'".formatted(delay.toMillis()))
                .update();
        jdbc().sql("select pg_reload_conf()").query().singleRow();
    }

    public Server broker() {
        return broker;
    }

    public Server memcached() {
        return memcached;
    }

    public Server redis() {
        return redis;
    }

    public JdbcClient jdbc() {
        return JdbcClient.create(dataSource);
    }

    /** Publishes a message to the task queue. */
    public void publish(BasicProperties properties, byte[] body) {
        rabbit().execute(channel -> {
            channel.basicPublish("", RaceQueues.TASKS, properties, body);
            return true;
        });
    }

    public RabbitTemplate rabbit() {
        return new RabbitTemplate(connections);
    }

    public RabbitAdmin admin() {
        return new RabbitAdmin(connections);
    }

    public void declareQueues() {
        QueueDeclarations.all()
                .getDeclarablesByType(org.springframework.amqp.core.Queue.class)
                .forEach(queue -> admin().declareQueue(queue));
    }

    /** Returns the number of messages in the queue, including unacknowledged ones. */
    public long queued(String queue) {
        return Objects.requireNonNull(admin().getQueueInfo(queue), queue).getMessageCount();
    }

    /** Creates a lock client that no worker shares. */
    public LockClient locks(String backend) {
        return LockClient.of(
                switch (backend) {
                    case "database" -> PostgresLockBackend.using(dataSource);
                    case "memcached" -> memcachedBackend();
                    case "redis" -> RedisLockBackend.connect(redisUri());
                    default -> throw new IllegalArgumentException(backend);
                });
    }

    private LockBackend memcachedBackend() {
        Endpoint endpoint = memcached.endpoint();
        return MemcachedLockBackend.connect(List.of(new InetSocketAddress(endpoint.host(), endpoint.port())));
    }

    private String redisUri() {
        return "redis://" + redis.endpoint();
    }

    /** Returns the properties that connect a worker to these servers. The worker listens on a free port of 127.0.0.1. */
    public Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("server.port", "0");
        properties.put("server.address", "127.0.0.1");
        properties.put("spring.datasource.url", Objects.requireNonNull(dataSource.getUrl()));
        properties.put("spring.datasource.username", Objects.requireNonNull(dataSource.getUsername()));
        properties.put("spring.datasource.password", Objects.requireNonNull(dataSource.getPassword()));
        properties.put("spring.rabbitmq.host", broker.endpoint().host());
        properties.put("spring.rabbitmq.port", String.valueOf(broker.endpoint().port()));
        properties.put(
                "spring.rabbitmq.username",
                Objects.requireNonNull(broker.endpoint().user()));
        properties.put(
                "spring.rabbitmq.password",
                Objects.requireNonNull(broker.endpoint().password()));
        properties.put("lockrace.lock.memcached.servers", memcached.endpoint().toString());
        properties.put("lockrace.lock.redis.uri", redisUri());
        return properties;
    }

    @Override
    public void close() {
        connections.destroy();
        List.of(broker, memcached, redis, database).forEach(Server::close);
    }
}
