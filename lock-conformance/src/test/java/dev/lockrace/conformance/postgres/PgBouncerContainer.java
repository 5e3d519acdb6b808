package dev.lockrace.conformance.postgres;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.Server;
import dev.lockrace.servers.pgbouncer.PgBouncerFiles;
import dev.lockrace.servers.process.Ports;
import dev.lockrace.testsupport.TestDirectories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.utility.MountableFile;

/** PgBouncer 1.24 in a container. It shares the network of the machine, and so reaches a server of this machine. */
final class PgBouncerContainer implements Server {

    private static final Path DOCKERFILE = Path.of("src/test/docker/pgbouncer/Dockerfile");
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private final Path directory =
            TestDirectories.unused("pgbouncer-container").toAbsolutePath().normalize();
    private final Supplier<Endpoint> database;
    private final List<String> users;
    private final List<String> settings;
    private final int port;
    private final GenericContainer<?> container;

    /**
     * @param users further users of PostgreSQL
     * @param settings further settings of PgBouncer
     */
    PgBouncerContainer(Supplier<Endpoint> database, List<String> users, List<String> settings) {
        this.database = database;
        this.users = users;
        this.settings = settings;
        try {
            this.port = Ports.choose();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.container = new GenericContainer<>(
                        new ImageFromDockerfile("lockrace-pgbouncer", false).withDockerfile(DOCKERFILE))
                .withNetworkMode("host");
    }

    @Override
    public String name() {
        return "pgbouncer";
    }

    @Override
    public String description() {
        return container.getDockerImageName();
    }

    @Override
    public void start() {
        if (container.getContainerId() == null) {
            container.withCommand(configuration().toString());
            container.withCopyFileToContainer(MountableFile.forHostPath(directory), directory.toString());
            container.start();
        } else if (!container.isRunning()) {
            container
                    .getDockerClient()
                    .startContainerCmd(container.getContainerId())
                    .exec();
        }
        Awaitility.await().atMost(START_TIMEOUT).pollInSameThread().until(() -> Ports.accepts(port));
    }

    /** Writes the files, which the container gets at the same path. */
    private Path configuration() {
        try {
            Files.createDirectories(directory);
            return PgBouncerFiles.write(directory, port, database.get(), users, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public Endpoint endpoint() {
        return PgBouncerFiles.endpoint(port, database.get());
    }

    @Override
    public void close() {
        container.stop();
    }
}
