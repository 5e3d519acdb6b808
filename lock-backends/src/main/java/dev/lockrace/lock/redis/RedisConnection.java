package dev.lockrace.lock.redis;

import dev.lockrace.lock.spi.UninterruptibleWait;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A connection for requests, shared by all threads. It is opened on first use and replaced when it is broken.
 */
final class RedisConnection {

    /** A connection silent for this long while requests wait is closed: its peer may be gone without a FIN or RST. */
    private static final Duration MAX_SILENCE = Duration.ofSeconds(2);

    private static final long NOT_SILENT = Long.MIN_VALUE;

    private final RedisClient client;
    private final RedisURI uri;
    private final boolean cluster;
    private final RedisEviction eviction;
    private final AtomicLong silentSince = new AtomicLong(NOT_SILENT);
    private volatile long answeredAt = System.nanoTime();
    private volatile @Nullable StatefulRedisConnection<String, String> open;
    private @Nullable CompletableFuture<StatefulRedisConnection<String, String>> connecting;

    /**
     * @param cluster whether the server must be a node of a cluster
     */
    RedisConnection(RedisClient client, RedisURI uri, boolean cluster, RedisEviction eviction) {
        this.client = client;
        this.uri = uri;
        this.cluster = cluster;
        this.eviction = eviction;
    }

    /** Starts to connect, unless a connection is open or being opened. Does not block. */
    synchronized CompletableFuture<StatefulRedisConnection<String, String>> connect() {
        CompletableFuture<StatefulRedisConnection<String, String>> current = connecting;
        if (current == null || isBroken(current)) {
            current = client.connectAsync(StringCodec.UTF8, uri)
                    .toCompletableFuture()
                    .thenCompose(this::checked)
                    .thenApply(this::opened);
            connecting = current;
        }
        return current;
    }

    private static boolean isBroken(CompletableFuture<StatefulRedisConnection<String, String>> connection) {
        return connection.isDone()
                && (connection.isCompletedExceptionally() || !connection.join().isOpen());
    }

    /**
     * Rejects a single server in the place of a node, since clients of a cluster may use any of its nodes. Only a node of
     * a cluster accepts {@code READONLY}. {@code READWRITE} sets the default mode again.
     */
    private CompletionStage<StatefulRedisConnection<String, String>> checked(
            StatefulRedisConnection<String, String> connection) {
        if (!cluster) {
            return CompletableFuture.completedFuture(connection);
        }
        CompletionStage<String> accepted = connection.async().readOnly();
        return connection
                .async()
                .readWrite()
                .thenCombine(accepted, (one, two) -> connection)
                .toCompletableFuture()
                .orTimeout(uri.getTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .handle((same, failure) -> {
                    if (failure != null) {
                        var unused = connection.closeAsync();
                        throw new CompletionException(failure);
                    }
                    return connection;
                });
    }

    private StatefulRedisConnection<String, String> opened(StatefulRedisConnection<String, String> connection) {
        silentSince.set(NOT_SILENT);
        open = connection;
        eviction.check(connection);
        return connection;
    }

    /**
     * Returns the connection, waiting up to {@code timeout} for it.
     *
     * @throws ExecutionException if connecting failed
     * @throws TimeoutException if connecting took too long
     */
    StatefulRedisConnection<String, String> get(Duration timeout) throws ExecutionException, TimeoutException {
        StatefulRedisConnection<String, String> current = open;
        return current != null && current.isOpen() ? current : UninterruptibleWait.get(connect(), timeout);
    }

    /** Returns whether a connection is open. */
    boolean isOpen() {
        StatefulRedisConnection<String, String> current = open;
        return current != null && current.isOpen();
    }

    /**
     * Replaces a connection to a replica, which would reject every write. The next request opens a connection, which
     * leads to the new primary if the address does. Requests in flight still get their answers: {@code QUIT} follows
     * them.
     */
    synchronized void leave(StatefulRedisConnection<String, String> replica) {
        if (replica != open || !replica.isOpen()) {
            return;
        }
        open = null;
        connecting = null;
        var unused = replica.async().quit().thenCompose(answer -> replica.closeAsync());
    }

    /** Returns the host of the server, without its port. */
    String host() {
        return uri.getHost();
    }

    /** Closes a connection that is open or being opened. */
    synchronized void close() {
        if (connecting != null) {
            var unused = connecting.thenCompose(StatefulRedisConnection::closeAsync);
        }
    }

    /** Records that an answer arrived. */
    void answered() {
        answeredAt = System.nanoTime();
        if (silentSince.get() != NOT_SILENT) {
            silentSince.set(NOT_SILENT);
        }
    }

    /**
     * Records that an answer did not arrive in time, and closes a connection that was silent for too long. Returns whether
     * it was.
     *
     * @param sentAt when the request was sent
     */
    boolean unanswered(StatefulRedisConnection<String, String> connection, long sentAt) {
        silentSince.compareAndSet(NOT_SILENT, answeredAt - sentAt > 0 ? answeredAt : sentAt);
        boolean silent = System.nanoTime() - silentSince.get() > MAX_SILENCE.toNanos() && connection == open;
        if (silent) {
            var unused = connection.closeAsync();
        }
        return silent;
    }
}
