package dev.lockrace.lab.docker;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.rabbitmq.RabbitMQContainer;
import org.testcontainers.utility.DockerImageName;

/** RabbitMQ, PostgreSQL, memcached and Redis in containers, and a producer and workers from their packaged jars. */
final class RealServers implements AutoCloseable {

    private static final int MEMCACHED_PORT = 11211;
    private static final int REDIS_PORT = 6379;
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final RabbitMQContainer rabbitmq;
    private final PostgreSQLContainer postgres;
    private final GenericContainer<?> memcached;
    private final GenericContainer<?> redis;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<PackagedService> services = new ArrayList<>();
    private int workersStarted;
    private int producerPort;

    private RealServers(ComposeFile compose) {
        rabbitmq = new RabbitMQContainer(image(compose, "rabbitmq"));
        postgres = new PostgreSQLContainer(image(compose, "postgres"));
        memcached = container(compose, "memcached", MEMCACHED_PORT);
        redis = container(compose, "redis", REDIS_PORT);
    }

    private static GenericContainer<?> container(ComposeFile compose, String service, int port) {
        return new GenericContainer<>(image(compose, service))
                .withExposedPorts(port)
                .waitingFor(Wait.forListeningPort());
    }

    private static DockerImageName image(ComposeFile compose, String service) {
        String image = compose.image(service);
        Docker.needImage(image);
        return DockerImageName.parse(image);
    }

    /** Starts everything, of the images that the compose file names; blocks until all workers are ready. */
    static RealServers start(int workers) throws Exception {
        RealServers servers = new RealServers(ComposeFile.read());
        try {
            Startables.deepStart(servers.rabbitmq, servers.postgres, servers.memcached, servers.redis)
                    .get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
            PackagedService producer = servers.startProducer();
            List<PackagedService> started = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                started.add(servers.startWorker());
            }
            producer.awaitReady(servers.http);
            started.forEach(worker -> worker.awaitReady(servers.http));
            return servers;
        } catch (Exception | Error e) {
            servers.close();
            throw e;
        }
    }

    private PackagedService startProducer() throws IOException {
        producerPort = PackagedService.freePort();
        int managementPort = PackagedService.freePort();
        Map<String, String> settings = settings();
        settings.put("server.port", String.valueOf(producerPort));
        settings.put("management.server.port", String.valueOf(managementPort));
        settings.put("management.server.address", "127.0.0.1");
        return start("producer-service", "producer", managementPort, settings);
    }

    private PackagedService startWorker() throws IOException {
        String name = "worker-" + ++workersStarted;
        int port = PackagedService.freePort();
        Map<String, String> settings = settings();
        settings.put("server.port", String.valueOf(port));
        settings.put("lockrace.worker.name", name);
        settings.put("lockrace.lock.memcached.servers", address(memcached, MEMCACHED_PORT));
        settings.put("lockrace.lock.redis.uri", "redis://" + address(redis, REDIS_PORT));
        return start("worker-service", name, port, settings);
    }

    private static String address(GenericContainer<?> container, int port) {
        return container.getHost() + ":" + container.getMappedPort(port);
    }

    private PackagedService start(String service, String name, int managementPort, Map<String, String> settings)
            throws IOException {
        PackagedService started = PackagedService.start(service, name, managementPort, settings);
        services.add(started);
        return started;
    }

    private Map<String, String> settings() {
        return new HashMap<>(Map.of(
                "spring.datasource.url", postgres.getJdbcUrl(),
                "spring.datasource.username", postgres.getUsername(),
                "spring.datasource.password", postgres.getPassword(),
                "spring.rabbitmq.host", rabbitmq.getHost(),
                "spring.rabbitmq.port", String.valueOf(rabbitmq.getAmqpPort()),
                "spring.rabbitmq.username", rabbitmq.getAdminUsername(),
                "spring.rabbitmq.password", rabbitmq.getAdminPassword()));
    }

    Producer producer() {
        return new Producer(URI.create("http://127.0.0.1:" + producerPort));
    }

    RabbitQueues queues() {
        return new RabbitQueues(
                URI.create(rabbitmq.getHttpUrl()),
                new JsonHttp(rabbitmq.getAdminUsername(), rabbitmq.getAdminPassword()));
    }

    /** Sets how much of the machine's memory RabbitMQ may have before it takes no more messages, as a fraction. */
    void brokersMemory(String fraction) throws IOException, InterruptedException {
        ExecResult result = rabbitmq.execInContainer("rabbitmqctl", "set_vm_memory_high_watermark", fraction);
        if (result.getExitCode() != 0) {
            throw new AssertionError("rabbitmqctl: " + result.getStderr());
        }
    }

    /** Kills a worker in the middle of whatever it does, and returns when another is ready in its place. */
    void replace(String worker) throws IOException {
        PackagedService victim = services.stream()
                .filter(service -> service.name().equals(worker))
                .findFirst()
                .orElseThrow();
        victim.kill();
        services.remove(victim);
        startWorker().awaitReady(http);
    }

    @Override
    public void close() throws InterruptedException {
        for (PackagedService service : services) {
            service.close();
        }
        rabbitmq.stop();
        postgres.stop();
        memcached.stop();
        redis.stop();
    }
}
