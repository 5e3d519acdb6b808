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
 * Lettuce, set up for locks; its threads are daemons.
 *
 * @param requests its connections are not made anew by the driver
 * @param subscriptions its connections are
 */
record RedisDriver(ClientResources resources, RedisClient requests, RedisClient subscriptions)
        implements AutoCloseable {

    /** How long the network may take for a new connection, and how long Redis for its first answer there. */
    static final Duration CONNECT = Duration.ofSeconds(2);

    private static final int REQUESTS_WAITING = 10_000;

    static RedisDriver start(SslOptions tls) {
        ClientResources resources = ClientResources.builder()
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .build();
        return new RedisDriver(resources, client(resources, tls, false), client(resources, tls, true));
    }

    private static RedisClient client(ClientResources resources, SslOptions tls, boolean reconnect) {
        RedisClient client = RedisClient.create(resources);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(reconnect)
                .requestQueueSize(REQUESTS_WAITING)
                // Who asks waits as long as he likes: the limit of the URI is for the connection.
                .timeoutOptions(TimeoutOptions.create())
                .socketOptions(sockets())
                .sslOptions(tls)
                .build());
        return client;
    }

    /** A peer that is gone without a word is found out in half a minute, also where nothing is asked. */
    private static SocketOptions sockets() {
        return SocketOptions.builder()
                .connectTimeout(CONNECT)
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
        requests.shutdown(0, 1, TimeUnit.SECONDS);
        subscriptions.shutdown(0, 1, TimeUnit.SECONDS);
        resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
    }
}
