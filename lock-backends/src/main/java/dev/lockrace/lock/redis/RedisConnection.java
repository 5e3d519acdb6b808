package dev.lockrace.lock.redis;

import dev.lockrace.lock.spi.UninterruptibleWait;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The connection for requests, shared by all threads; made when it is first needed, and anew once it is broken.
 *
 * <p>The driver's own reconnection is off: it sends requests again whose answers got lost, and a grant may have been
 * taken over by another in between. Without it a request is done once or not at all.
 */
final class RedisConnection {

    /** A connection that was silent for so long while requests waited is given up: its peer may have gone unseen. */
    private static final Duration MAX_SILENCE = Duration.ofSeconds(2);

    private static final long NOT_SILENT = Long.MIN_VALUE;

    private final RedisClient client;
    private final RedisURI uri;
    private final AtomicLong silentSince = new AtomicLong(NOT_SILENT);
    private volatile @Nullable StatefulRedisConnection<String, String> open;
    private @Nullable CompletableFuture<StatefulRedisConnection<String, String>> connecting;

    /**
     * @param client with the driver's reconnection off
     */
    RedisConnection(RedisClient client, RedisURI uri) {
        this.client = client;
        this.uri = uri;
    }

    /** Begins to connect, unless that was begun; does not block. */
    synchronized CompletableFuture<StatefulRedisConnection<String, String>> connect() {
        CompletableFuture<StatefulRedisConnection<String, String>> current = connecting;
        if (current == null || isBroken(current)) {
            current = client.connectAsync(StringCodec.UTF8, uri)
                    .toCompletableFuture()
                    .thenApply(this::opened);
            connecting = current;
        }
        return current;
    }

    private static boolean isBroken(CompletableFuture<StatefulRedisConnection<String, String>> connection) {
        return connection.isDone()
                && (connection.isCompletedExceptionally() || !connection.join().isOpen());
    }

    private StatefulRedisConnection<String, String> opened(StatefulRedisConnection<String, String> connection) {
        silentSince.set(NOT_SILENT);
        open = connection;
        return connection;
    }

    /**
     * The connection; blocks until there is one.
     *
     * @throws ExecutionException if it could not be made
     * @throws TimeoutException if it was not made within that time
     */
    StatefulRedisConnection<String, String> get(Duration timeout) throws ExecutionException, TimeoutException {
        StatefulRedisConnection<String, String> current = open;
        return current != null && current.isOpen() ? current : UninterruptibleWait.get(connect(), timeout);
    }

    /** An answer came. */
    void answered() {
        if (silentSince.get() != NOT_SILENT) {
            silentSince.set(NOT_SILENT);
        }
    }

    /** An answer did not come in time. */
    void unanswered(StatefulRedisConnection<String, String> connection) {
        long now = System.nanoTime();
        if (!silentSince.compareAndSet(NOT_SILENT, now)
                && now - silentSince.get() > MAX_SILENCE.toNanos()
                && connection == open) {
            var unused = connection.closeAsync();
        }
    }
}
