package dev.lockrace.lock.redis;

import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.UnknownOutcomeException;
import dev.lockrace.lock.spi.UninterruptibleWait;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One request to Redis: what is asked, how long that may take, and what a failure means (clause L5).
 *
 * @param action a verb, for messages
 * @param deadline by {@link System#nanoTime()}, for all of it
 */
record RedisRequest(RedisConnection connection, String action, LockName name, long deadline) {

    static RedisRequest startNow(RedisConnection connection, String action, LockName name, Duration timeout) {
        return new RedisRequest(connection, action, name, System.nanoTime() + timeout.toNanos());
    }

    /** Blocks for the script's answer, which may be null. */
    @Nullable
    Long run(RedisScript script, String[] keys, String... arguments) {
        StatefulRedisConnection<String, String> redis = connect();
        try {
            return await(redis, script.send(redis.async(), keys, arguments));
        } catch (RedisNoScriptException e) {
            return await(redis, script.sendWhole(redis.async(), keys, arguments));
        }
    }

    private StatefulRedisConnection<String, String> connect() {
        try {
            return connection.get(left());
        } catch (ExecutionException | TimeoutException | RuntimeException e) { // the last when this is closed
            throw new LockStoreException(
                    "Could not %s lock %s on backend 'redis': no connection (%s); check that Redis is up and its address"
                            .formatted(action, name, reason(e)),
                    e);
        }
    }

    private @Nullable Long await(StatefulRedisConnection<String, String> redis, RedisFuture<@Nullable Long> answer) {
        try {
            Long value = UninterruptibleWait.get(answer, left());
            connection.answered();
            return value;
        } catch (TimeoutException e) {
            answer.cancel(true);
            connection.unanswered(redis);
            throw unknown(e);
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    /** An error that Redis answers comes before a script's first write: it did nothing. */
    private LockException failure(ExecutionException e) {
        if (e.getCause() instanceof RedisNoScriptException noScript) {
            throw noScript;
        }
        if (e.getCause() instanceof RedisCommandExecutionException refused) {
            return new LockStoreException(
                    "Could not %s lock %s on backend 'redis': %s".formatted(action, name, refused.getMessage()),
                    refused);
        }
        return unknown(e);
    }

    private UnknownOutcomeException unknown(Exception cause) {
        return new UnknownOutcomeException(
                "No answer whether backend 'redis' did %s lock %s (%s); it may have: the time to live is the backstop"
                        .formatted(action, name, reason(cause)),
                cause);
    }

    /** What went wrong in the depth, since the driver's own messages say little. */
    private static String reason(Exception e) {
        if (e instanceof TimeoutException) {
            return "none in time";
        }
        Throwable deepest = e;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage());
    }
}
