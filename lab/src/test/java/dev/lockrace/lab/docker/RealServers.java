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
import java.nio.file.Files;
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

/** RabbitMQ, PostgreSQL, memcached and Redis in containers, with a producer and workers from their packaged jars. */
final class RealServers implements AutoCloseable {

    private static final int MEMCACHED_PORT = 11211;
    private static final int REDIS_PORT = 6379;
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final RabbitMQContainer rabbitmq;
    private final PostgreSQLContainer postgres;
    private final GenericContainer<?> memcached;
    private final GenericContainer<?> redis;
    private final WorkDirectory work = WorkDirectory.create(ComposeFile.HOME);
    private final List<ServiceProcess> services = new ArrayList<>();
    private int workersStarted;

    private RealServers(ComposeFile compose, String rabbitmqImage) {
        rabbitmq = new RabbitMQContainer(image(rabbitmqImage));
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
        return image(compose.image(service));
    }

    private static DockerImageName image(String image) {
        Docker.requireImage(image);
        return DockerImageName.parse(image);
    }

    /** Starts servers, with the images of the compose file, and services. Blocks until all workers are ready. */
    static RealServers start(int workers) throws Exception {
        ComposeFile compose = ComposeFile.read();
        return start(compose, compose.image("rabbitmq"), workers);
    }

    /** Starts servers with another image of RabbitMQ, and a producer without workers. Blocks until it is ready. */
    static RealServers startOn(String rabbitmqImage) throws Exception {
        return start(ComposeFile.read(), rabbitmqImage, 0);
    }

    private static RealServers start(ComposeFile compose, String rabbitmqImage, int workers) throws Exception {
        RealServers servers = new RealServers(compose, rabbitmqImage);
        try {
            Startables.deepStart(servers.rabbitmq, servers.postgres, servers.memcached, servers.redis)
                    .get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            servers.startProducer("producer");
            for (int i = 0; i < workers; i++) {
                servers.startWorker();
            }
            servers.awaitReady();
            return servers;
        } catch (Exception | Error e) {
            servers.close();
            throw e;
        }
    }

    /** Starts another producer without waiting until it is ready. */
    ServiceProcess startProducer(String name) {
        return start("producer-service", name, settings().producer());
    }

    /**
     * Starts a worker without waiting until it is ready.
     *
     * @param properties additional properties
     */
    ServiceProcess startWorker(Map<String, String> properties) {
        String name = "worker-" + ++workersStarted;
        Map<String, String> all = new HashMap<>(settings()
                .lockServer(RaceBackend.MEMCACHED, endpoint(memcached, MEMCACHED_PORT))
                .lockServer(RaceBackend.REDIS, endpoint(redis, REDIS_PORT))
                .worker(name));
        all.putAll(properties);
        return start("worker-service", name, all);
    }

    private ServiceProcess startWorker() {
        return startWorker(Map.of());
    }

    /** Blocks until all services are ready. */
    void awaitReady() {
        Readiness.await(services, Progress.silent());
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
        return ServiceSettings.of(database, broker());
    }

    private static Endpoint endpoint(GenericContainer<?> container, int port) {
        return new Endpoint(container.getHost(), container.getMappedPort(port), null, null, null);
    }

    /** Returns RabbitMQ, with the credentials of its administrator. */
    Endpoint broker() {
        return new Endpoint(
                rabbitmq.getHost(),
                rabbitmq.getAmqpPort(),
                rabbitmq.getAdminUsername(),
                rabbitmq.getAdminPassword(),
                null);
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
        rabbitmqctl("set_vm_memory_high_watermark", fraction);
    }

    /** Sets how long RabbitMQ waits for an acknowledgement on a connection that begins later, unless the queue differs. */
    void setAcknowledgementTimeout(Duration timeout) throws IOException, InterruptedException {
        // RabbitMQ before 4.3 only checks the timeout in intervals, which are a minute by default.
        rabbitmqctl(
                "eval",
                "application:set_env(rabbit, channel_tick_interval, 500), application:set_env(rabbit, consumer_timeout, %d)."
                        .formatted(timeout.toMillis()));
    }

    /** Closes the connections of all services to RabbitMQ. */
    void closeBrokerConnections() throws IOException, InterruptedException {
        rabbitmqctl("close_all_connections", "test");
    }

    private void rabbitmqctl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("rabbitmqctl"));
        command.addAll(List.of(arguments));
        ExecResult result = rabbitmq.execInContainer(command.toArray(String[]::new));
        if (result.getExitCode() != 0) {
            throw new AssertionError("rabbitmqctl: " + result.getStderr());
        }
    }

    /** Kills a worker and starts another. Blocks until the new worker is ready. */
    void replace(String worker) {
        ServiceProcess victim = service(worker);
        victim.kill();
        remove(victim);
        Readiness.await(List.of(startWorker()), Progress.silent());
    }

    /** Asks a worker to stop (SIGTERM). Blocks until it has stopped. */
    void stopGracefully(String worker) throws InterruptedException {
        ServiceProcess stopping = service(worker);
        stopping.askToStop();
        if (!stopping.awaitExit(STOP_TIMEOUT)) {
            throw new AssertionError("%s did not stop within %s of SIGTERM".formatted(worker, STOP_TIMEOUT));
        }
        remove(stopping);
    }

    /** Stops all services but the first producer. */
    void stopOthers() {
        List.copyOf(services.subList(1, services.size())).forEach(this::remove);
    }

    /** Returns what a service has logged. */
    String log(ServiceProcess service) throws IOException {
        return Files.readString(work.log(service.name()));
    }

    private ServiceProcess service(String name) {
        return services.stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void remove(ServiceProcess service) {
        service.close();
        services.remove(service);
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
