package dev.lockrace.lock.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Lettuce, configured for locks. Its threads are daemons.
 *
 * <p>The driver's own reconnection is off, because it repeats requests whose answers were lost. In the meantime,
 * another client may have acquired the lock. Without it, a request is executed at most once.
 */
record RedisDriver(ClientResources resources, RedisClient client) implements AutoCloseable {

    /** Timeout of a TCP connect, and of Redis' first answer on a new connection. */
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    private static final int MAX_QUEUED_REQUESTS = 10_000;

    static RedisDriver start(SslOptions tls) {
        ClientResources resources = ClientResources.builder()
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .addressResolverGroup(new JvmNameService())
                .build();
        RedisClient client = RedisClient.create(resources);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .requestQueueSize(MAX_QUEUED_REQUESTS)
                // No timeout by the driver: each request has its own, and that of the URI is for connecting.
                .timeoutOptions(TimeoutOptions.create())
                .socketOptions(sockets())
                .sslOptions(tls)
                .build());
        return new RedisDriver(resources, client);
    }

    /** Detects within half a minute that the peer of an idle connection is gone. */
    private static SocketOptions sockets() {
        return SocketOptions.builder()
                .connectTimeout(CONNECT_TIMEOUT)
                .keepAlive(KeepAliveOptions.builder()
                        .enable()
                        .idle(Duration.ofSeconds(15))
                        .interval(Duration.ofSeconds(5))
                        .count(3)
                        .build())
                .build();
    }

    @Override
    public void close() {
        client.shutdown(0, 1, TimeUnit.SECONDS);
        resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
    }
}
