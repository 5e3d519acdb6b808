package dev.lockrace.lock.redis;

import dev.lockrace.lock.LockBackend.Subscription;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.spi.ReleaseListeners;
import dev.lockrace.lock.spi.UninterruptibleWait;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Hears of releases by Redis' publish and subscribe, on one connection that is made when somebody first waits, and on a
 * channel for each lock that is waited for. The driver makes a broken connection anew, and subscribes again.
 */
final class RedisReleases {

    private final RedisClient client;
    private final RedisURI uri;
    private final ReleaseListeners<String> listeners = new ReleaseListeners<>(this::unsubscribe);
    private @Nullable CompletableFuture<StatefulRedisPubSubConnection<String, String>> connecting;

    /**
     * @param client with the driver's reconnection on
     */
    RedisReleases(RedisClient client, RedisURI uri) {
        this.client = client;
        this.uri = uri;
    }

    /**
     * Listens on that channel; blocks until Redis knows.
     *
     * @throws LockStoreException if it does not within that time
     */
    Subscription listen(String channel, Runnable freed, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            StatefulRedisPubSubConnection<String, String> connection = UninterruptibleWait.get(connect(), timeout);
            Subscription subscription = listeners.add(channel, freed);
            try {
                Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
                UninterruptibleWait.get(connection.async().subscribe(channel), left);
                return subscription;
            } catch (ExecutionException | TimeoutException | RuntimeException e) {
                subscription.close();
                throw e;
            }
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            throw new LockStoreException("Could not listen for releases on backend 'redis'", e);
        }
    }

    private synchronized CompletableFuture<StatefulRedisPubSubConnection<String, String>> connect() {
        CompletableFuture<StatefulRedisPubSubConnection<String, String>> current = connecting;
        if (current == null || current.isCompletedExceptionally()) {
            current = client.connectPubSubAsync(StringCodec.UTF8, uri)
                    .toCompletableFuture()
                    .thenApply(this::told);
            connecting = current;
        }
        return current;
    }

    private StatefulRedisPubSubConnection<String, String> told(
            StatefulRedisPubSubConnection<String, String> connection) {
        connection.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, String message) {
                listeners.freed(channel);
            }

            /** Also after a reconnection: what was told meanwhile was missed. */
            @Override
            public void subscribed(String channel, long count) {
                listeners.freed(channel);
            }
        });
        return connection;
    }

    /** Called while nobody else can begin to listen on that channel: so the driver sends both in their order. */
    private void unsubscribe(String channel) {
        CompletableFuture<StatefulRedisPubSubConnection<String, String>> current = current();
        if (current != null && !current.isCompletedExceptionally()) { // who listened had waited for it
            var unused = current.join().async().unsubscribe(channel);
        }
    }

    private synchronized @Nullable CompletableFuture<StatefulRedisPubSubConnection<String, String>> current() {
        return connecting;
    }
}
