package dev.lockrace.lab.docker;

import dev.lockrace.lab.cli.Progress;
import dev.lockrace.lab.cli.WorkDirectory;
import dev.lockrace.lab.testbed.service.Readiness;
import dev.lockrace.lab.testbed.service.ServiceProcess;
import dev.lockrace.lab.testbed.service.ServiceSettings;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.servers.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
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

/** RabbitMQ, PostgreSQL, memcached and Redis in containers, with a producer and workers from their packaged jars. */
final class RealServers implements AutoCloseable {

    private static final int MEMCACHED_PORT = 11211;
    private static final int REDIS_PORT = 6379;
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

    private final RabbitMQContainer rabbitmq;
    private final PostgreSQLContainer postgres;
    private final GenericContainer<?> memcached;
    private final GenericContainer<?> redis;
    private final WorkDirectory work = WorkDirectory.create(ComposeFile.HOME);
    private final List<ServiceProcess> services = new ArrayList<>();
    private int workersStarted;

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
        Docker.requireImage(image);
        return DockerImageName.parse(image);
    }

    /** Starts servers, with the images of the compose file, and services. Blocks until all workers are ready. */
    static RealServers start(int workers) throws Exception {
        RealServers servers = new RealServers(ComposeFile.read());
        try {
            Startables.deepStart(servers.rabbitmq, servers.postgres, servers.memcached, servers.redis)
                    .get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            servers.start("producer-service", "producer", servers.settings().producer());
            for (int i = 0; i < workers; i++) {
                servers.startWorker();
            }
            Readiness.await(servers.services, Progress.silent());
            return servers;
        } catch (Exception | Error e) {
            servers.close();
            throw e;
        }
    }

    private ServiceProcess startWorker() {
        String name = "worker-" + ++workersStarted;
        return start(
                "worker-service",
                name,
                settings()
                        .lockServer(RaceBackend.MEMCACHED, endpoint(memcached, MEMCACHED_PORT))
                        .lockServer(RaceBackend.REDIS, endpoint(redis, REDIS_PORT))
                        .worker(name));
    }

    private ServiceProcess start(String service, String name, Map<String, String> settings) {
        ServiceProcess started = ServiceProcess.start(work, name, service, settings);
        services.add(started);
        return started;
    }

    private ServiceSettings settings() {
        Endpoint database = new Endpoint(
                postgres.getHost(),
                postgres.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                postgres.getUsername(),
                postgres.getPassword(),
                postgres.getJdbcUrl());
        Endpoint broker = new Endpoint(
                rabbitmq.getHost(),
                rabbitmq.getAmqpPort(),
                rabbitmq.getAdminUsername(),
                rabbitmq.getAdminPassword(),
                null);
        return ServiceSettings.of(database, broker);
    }

    private static Endpoint endpoint(GenericContainer<?> container, int port) {
        return new Endpoint(container.getHost(), container.getMappedPort(port), null, null, null);
    }

    Producer producer() {
        return new Producer(services.get(0).http());
    }

    RabbitQueues queues() {
        return new RabbitQueues(
                URI.create(rabbitmq.getHttpUrl()),
                new JsonHttp(rabbitmq.getAdminUsername(), rabbitmq.getAdminPassword()));
    }

    /** Sets the fraction of the machine's memory at which RabbitMQ accepts no more messages. */
    void setBrokerMemory(String fraction) throws IOException, InterruptedException {
        ExecResult result = rabbitmq.execInContainer("rabbitmqctl", "set_vm_memory_high_watermark", fraction);
        if (result.getExitCode() != 0) {
            throw new AssertionError("rabbitmqctl: " + result.getStderr());
        }
    }

    /** Kills a worker and starts another. Blocks until the new worker is ready. */
    void replace(String worker) {
        ServiceProcess victim = services.stream()
                .filter(service -> service.name().equals(worker))
                .findFirst()
                .orElseThrow();
        victim.kill();
        victim.close();
        services.remove(victim);
        Readiness.await(List.of(startWorker()), Progress.silent());
    }

    @Override
    public void close() {
        services.forEach(ServiceProcess::close);
        rabbitmq.stop();
        postgres.stop();
        memcached.stop();
        redis.stop();
    }
}
