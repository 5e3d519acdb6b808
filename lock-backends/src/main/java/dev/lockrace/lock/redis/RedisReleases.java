package dev.lockrace.lock.redis;

import dev.lockrace.lock.LockBackend.Subscription;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.spi.ReleaseListeners;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions to releases by Redis' publish/subscribe: one connection, opened by the first subscription, and one
 * channel per awaited lock. A notification only ends a pause of a waiting client early, so nothing here blocks.
 *
 * <p>While a client waits, a heartbeat checks the connection. A connection that is closed, or has not answered a
 * {@code PING} within the timeout of the URI, is replaced. It may be silent because its peer is gone without a FIN or
 * RST.
 */
final class RedisReleases {

    private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(1);

    private static final System.Logger log = System.getLogger(RedisReleases.class.getName());

    private final RedisClient client;
    private final RedisAddress address;
    private final ReleaseListeners<String> listeners = new ReleaseListeners<>(this::listen, this::unsubscribe);

    /** The channels with listeners. Guarded by this, like all fields below. */
    private final Set<String> channels = new HashSet<>();

    private @Nullable StatefulRedisPubSubConnection<String, String> connection;
    private boolean connecting;
    private @Nullable Future<?> heartbeat;
    private @Nullable Future<String> ping;
    private long pingSentAt;
    private boolean rejectionLogged;
    private int turn;

    /**
     * @param client must have the driver's reconnection off
     */
    RedisReleases(RedisClient client, RedisAddress address) {
        this.client = client;
        this.address = address;
    }

    /**
     * Subscribes to releases of the lock. The listener is also called when Redis confirms a subscription, because an
     * earlier release may have been missed.
     */
    Subscription subscribe(LockName name, Runnable onRelease) {
        return listeners.add(RedisKeys.of(name).lock(), onRelease);
    }

    private synchronized void listen(String channel) {
        channels.add(channel);
        if (connection != null) {
            subscribe(connection, channel);
        }
        if (heartbeat == null) {
            heartbeat = client.getResources()
                    .eventExecutorGroup()
                    .scheduleAtFixedRate(
                            this::checkConnection, 0, HEARTBEAT_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void unsubscribe(String channel) {
        channels.remove(channel);
        if (connection != null) {
            var unused = connection.async().unsubscribe(channel);
        }
    }

    private void checkConnection() {
        if (connectionIsNeeded()) {
            connect(); // takes a while to start, and must not block a client that begins to wait
        }
    }

    /** Checks the connection, and returns whether to open one. */
    private synchronized boolean connectionIsNeeded() {
        if (channels.isEmpty() && heartbeat != null) {
            heartbeat.cancel(false);
            heartbeat = null;
            return false;
        }
        if (connection != null && (!connection.isOpen() || isSilent())) {
            var unused = connection.closeAsync();
            connection = null;
        }
        if (connection != null) {
            ping(connection);
            return false;
        }
        boolean needed = !connecting;
        connecting = true;
        return needed;
    }

    private boolean isSilent() {
        return ping != null
                && !ping.isDone()
                && System.nanoTime() - pingSentAt
                        > address.servers().get(0).getTimeout().toNanos();
    }

    private void ping(StatefulRedisPubSubConnection<String, String> to) {
        if (ping == null || ping.isDone()) {
            pingSentAt = System.nanoTime();
            ping = to.async().ping();
        }
    }

    /** Starts to connect. The heartbeat tries again after a failure. */
    private void connect() {
        try {
            var unused =
                    client.connectPubSubAsync(StringCodec.UTF8, nextServer()).whenComplete(this::connected);
        } catch (RuntimeException | Error e) { // an error would end the heartbeat too, such as a lack of threads
            connected(null, e);
        }
    }

    /** Returns the server, or one node of the cluster, whose nodes all publish what is published on one of them. */
    private synchronized RedisURI nextServer() {
        turn = (turn + 1) % address.servers().size();
        return address.servers().get(turn);
    }

    private synchronized void connected(
            @Nullable StatefulRedisPubSubConnection<String, String> opened, @Nullable Throwable failure) {
        connecting = false;
        if (opened == null) {
            log.log(Level.DEBUG, "No connection for notifications of releases; waiting clients poll", failure);
            return;
        }
        opened.addListener(notifier());
        connection = opened;
        ping = null;
        if (!channels.isEmpty()) {
            subscribe(opened, channels.toArray(String[]::new));
        }
    }

    private RedisPubSubAdapter<String, String> notifier() {
        return new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, String message) {
                listeners.released(channel);
            }

            @Override
            public void subscribed(String channel, long count) {
                listeners.released(channel);
            }
        };
    }

    private void subscribe(StatefulRedisPubSubConnection<String, String> to, String... awaited) {
        var unused = to.async().subscribe(awaited).whenComplete((done, failure) -> {
            if (failure instanceof RedisCommandExecutionException) {
                logRejection(String.valueOf(failure.getMessage()));
            }
        });
    }

    private synchronized void logRejection(String message) {
        log.log(
                rejectionLogged ? Level.DEBUG : Level.WARNING,
                "Waiting clients only poll, because Redis rejected a subscription to releases: {0}. Grant the user what"
                        + " it lacks: ACL SETUSER <user> {1}",
                message,
                RedisLockBackend.ACL);
        rejectionLogged = true;
    }
}
