package dev.lockrace.conformance.redis;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.Server;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.testcontainers.containers.GenericContainer;

/** Redis 8 in a container, which keeps its port when it is stopped and started. */
final class RedisContainer implements Server {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private final Endpoint endpoint = Endpoint.withoutUser(freePort());
    private final GenericContainer<?> container =
            new GenericContainer<>("redis:8").withCommand("redis-server", "--save", "");

    RedisContainer() {
        container.setPortBindings(List.of(endpoint.host() + ":" + endpoint.port() + ":6379"));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public String description() {
        return container.getDockerImageName();
    }

    @Override
    public void start() {
        if (container.getContainerId() == null) {
            container.start();
        } else if (!container.isRunning()) {
            container
                    .getDockerClient()
                    .startContainerCmd(container.getContainerId())
                    .exec();
        }
        Awaitility.await()
                .atMost(START_TIMEOUT)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .ignoreExceptionsInstanceOf(RedisException.class)
                .until(this::answers);
    }

    private boolean answers() {
        try (RedisAdmin admin = RedisAdmin.connect(new InetSocketAddress(endpoint.host(), endpoint.port()))) {
            return admin.redis().ping().equals("PONG");
        }
    }

    @Override
    public void stop() {
        container.getDockerClient().stopContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        container.stop();
    }
}
