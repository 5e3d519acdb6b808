package dev.lockrace.lock.redis;

import dev.lockrace.lock.LockBackend.Subscription;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.spi.Deadline;
import dev.lockrace.lock.spi.LockOperation;
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
 * Subscriptions to releases by Redis' publish/subscribe: one connection, opened by the first subscription, and one
 * channel per awaited lock. The driver reopens a broken connection and subscribes again.
 */
final class RedisReleases {

    private final RedisClient client;
    private final RedisURI uri;
    private final ReleaseListeners<String> listeners = new ReleaseListeners<>(channel -> {}, this::unsubscribe);
    private @Nullable CompletableFuture<StatefulRedisPubSubConnection<String, String>> connecting;

    /**
     * @param client must have the driver's reconnection on
     */
    RedisReleases(RedisClient client, RedisURI uri) {
        this.client = client;
        this.uri = uri;
    }

    /**
     * Subscribes to releases of the lock and waits for Redis to confirm.
     *
     * @throws LockStoreException if Redis did not confirm within {@code timeout}
     */
    Subscription subscribe(LockName name, Runnable onRelease, Duration timeout) {
        Deadline deadline = Deadline.after(timeout);
        String channel = RedisKeys.of(name).lock();
        try {
            StatefulRedisPubSubConnection<String, String> connection =
                    UninterruptibleWait.get(connect(), deadline.timeLeft());
            Subscription subscription = listeners.add(channel, onRelease);
            try {
                UninterruptibleWait.get(connection.async().subscribe(channel), deadline.timeLeft());
                return subscription;
            } catch (ExecutionException | TimeoutException | RuntimeException e) {
                subscription.close();
                throw e;
            }
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            throw new LockOperation(RedisLockBackend.NAME, "subscribe to", name).failed(RedisRequest.reason(e), e);
        }
    }

    private synchronized CompletableFuture<StatefulRedisPubSubConnection<String, String>> connect() {
        CompletableFuture<StatefulRedisPubSubConnection<String, String>> current = connecting;
        if (current == null || current.isCompletedExceptionally()) {
            current = client.connectPubSubAsync(StringCodec.UTF8, uri)
                    .toCompletableFuture()
                    .thenApply(this::notifyingListeners);
            connecting = current;
        }
        return current;
    }

    private StatefulRedisPubSubConnection<String, String> notifyingListeners(
            StatefulRedisPubSubConnection<String, String> connection) {
        connection.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, String message) {
                listeners.released(channel);
            }

            /** Also called after a reconnection, during which notifications were missed. */
            @Override
            public void subscribed(String channel, long count) {
                listeners.released(channel);
            }
        });
        return connection;
    }

    /** Called while no listener can be added for the channel, so the driver sends both commands in order. */
    private void unsubscribe(String channel) {
        CompletableFuture<StatefulRedisPubSubConnection<String, String>> current = current();
        if (current != null && !current.isCompletedExceptionally()) { // complete: the listener had waited for it
            var unused = current.join().async().unsubscribe(channel);
        }
    }

    private synchronized @Nullable CompletableFuture<StatefulRedisPubSubConnection<String, String>> current() {
        return connecting;
    }
}
