package dev.lockrace.lock.redis;

import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.spi.Deadline;
import dev.lockrace.lock.spi.LockOperation;
import dev.lockrace.lock.spi.UninterruptibleWait;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One request to Redis: runs a script within a deadline and classifies failures (clause L5). */
record RedisRequest(RedisConnection connection, LockOperation operation, Deadline deadline) {

    static RedisRequest start(RedisConnection connection, String verb, LockName name, Duration timeout) {
        return new RedisRequest(
                connection, new LockOperation(RedisLockBackend.NAME, verb, name), Deadline.after(timeout));
    }

    /**
     * Runs the script and returns its answer, which may be null. A server that has become a replica keeps its
     * connections open, and has done nothing. The script is then run again on a new connection.
     */
    @Nullable
    Long run(RedisScript script, String[] keys, String... arguments) {
        boolean openedBefore = connection.isOpen();
        try {
            return runOnce(script, keys, arguments);
        } catch (LockStoreException e) {
            if (openedBefore && isFromReplica(e)) {
                return runOnce(script, keys, arguments);
            }
            throw e;
        }
    }

    private static boolean isFromReplica(LockStoreException e) {
        return e.getCause() instanceof RedisCommandExecutionException answer
                && error(answer).isFromReplica();
    }

    private static RedisError error(RedisCommandExecutionException answer) {
        return new RedisError(String.valueOf(answer.getMessage()));
    }

    private @Nullable Long runOnce(RedisScript script, String[] keys, String... arguments) {
        StatefulRedisConnection<String, String> redis = connect();
        try {
            return await(redis, script, script.sendDigest(redis.async(), keys, arguments));
        } catch (RedisNoScriptException e) {
            return await(redis, script, script.sendText(redis.async(), keys, arguments));
        }
    }

    private StatefulRedisConnection<String, String> connect() {
        try {
            return connection.get(deadline.timeLeft());
        } catch (ExecutionException | TimeoutException | RuntimeException e) { // a RuntimeException after close()
            throw operation.failed(
                    "no connection (%s). Check that Redis is up and its address is correct.".formatted(reason(e)), e);
        }
    }

    private @Nullable Long await(
            StatefulRedisConnection<String, String> redis, RedisScript script, RedisFuture<@Nullable Long> answer) {
        long sentAt = System.nanoTime();
        try {
            Long value = UninterruptibleWait.get(answer, deadline.timeLeft());
            connection.answered();
            return value;
        } catch (TimeoutException e) {
            answer.cancel(true);
            connection.unanswered(redis, sentAt);
            throw operation.unknownOutcome(reason(e), e);
        } catch (ExecutionException e) {
            throw failure(redis, script, e);
        }
    }

    private LockException failure(
            StatefulRedisConnection<String, String> redis, RedisScript script, ExecutionException e) {
        if (e.getCause() instanceof RedisNoScriptException noScript) {
            throw noScript;
        }
        if (e.getCause() instanceof RedisCommandExecutionException answer) {
            RedisError error = error(answer);
            if (error.isFromReplica()) {
                connection.leave(redis);
            }
            String explanation = error.explanation(script);
            return error.changedNothing()
                    ? operation.failed(explanation, answer)
                    : operation.unknownOutcome(explanation, answer);
        }
        return operation.unknownOutcome(reason(e), e);
    }

    /** Returns the message of the root cause, since those of the driver say little. */
    static String reason(Exception e) {
        if (e instanceof TimeoutException) {
            return "timed out";
        }
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
