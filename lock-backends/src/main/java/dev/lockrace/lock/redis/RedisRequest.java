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
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One request to Redis: runs a script within a deadline and classifies failures (clause L5). It is sent again only after
 * a server has certainly not executed it.
 */
record RedisRequest(RedisNodes nodes, LockOperation operation, Deadline deadline) {

    /** The owner of a slot may be known only after two redirections, and a node that is down is not asked again. */
    private static final int MAX_ATTEMPTS = 5;

    private static final String SINGLE_SERVER_EXPECTED =
            ". The server is a node of a cluster. Use a URI that begins with redis-cluster:// or rediss-cluster://.";

    static RedisRequest start(RedisNodes nodes, String verb, LockName name, Duration timeout) {
        return new RedisRequest(nodes, new LockOperation(RedisLockBackend.NAME, verb, name), Deadline.after(timeout));
    }

    /**
     * A server that a request is sent to.
     *
     * @param asking whether the slot of the key is being moved there
     */
    private record Target(RedisConnection connection, boolean asking) {}

    /**
     * Runs the script and returns its answer, which may be null. A server that has become a replica keeps its
     * connections open, and has done nothing. The script is then run again on a new connection. The same applies to the
     * node of a cluster that cannot be reached, or redirects the request to another one.
     */
    @Nullable
    Long run(RedisScript script, String[] keys, String... arguments) {
        Target target = new Target(nodes.of(keys[0]), false);
        for (int attempt = 1; ; attempt++) {
            boolean openedBefore = target.connection().isOpen();
            try {
                return runOnce(target, script, keys, arguments);
            } catch (LockStoreException e) {
                Optional<Target> next = next(target, openedBefore, keys[0], e);
                if (next.isEmpty() || attempt == MAX_ATTEMPTS) {
                    throw e;
                }
                target = next.get();
            }
        }
    }

    /** Returns the server to which the request is sent again, if any. */
    private Optional<Target> next(Target failed, boolean openedBefore, String key, LockStoreException e) {
        if (!(e.getCause() instanceof RedisCommandExecutionException answer)) {
            return other(failed, key); // no connection
        }
        RedisError error = error(answer);
        if (error.isFromReplica() && openedBefore) {
            return Optional.of(failed);
        }
        if (error.isClusterDown()) {
            return other(failed, key);
        }
        return error.redirection()
                .filter(it -> nodes.isCluster())
                .map(it -> new Target(nodes.follow(failed.connection(), key, it), it.once()));
    }

    private Optional<Target> other(Target failed, String key) {
        nodes.forget(failed.connection());
        RedisConnection other = nodes.of(key);
        return other == failed.connection() || deadline.timeLeft().isZero()
                ? Optional.empty()
                : Optional.of(new Target(other, false));
    }

    private static RedisError error(RedisCommandExecutionException answer) {
        return new RedisError(String.valueOf(answer.getMessage()));
    }

    private @Nullable Long runOnce(Target target, RedisScript script, String[] keys, String... arguments) {
        StatefulRedisConnection<String, String> redis = connect(target.connection());
        try {
            return await(target, redis, script, script.sendDigest(redis, target.asking(), keys, arguments));
        } catch (RedisNoScriptException e) {
            return await(target, redis, script, script.sendText(redis, target.asking(), keys, arguments));
        }
    }

    private StatefulRedisConnection<String, String> connect(RedisConnection connection) {
        try {
            return connection.get(deadline.timeLeft());
        } catch (ExecutionException | TimeoutException | RuntimeException e) { // a RuntimeException after close()
            throw operation.failed(
                    "no connection (%s). Check that Redis is up and its address is correct.".formatted(reason(e)), e);
        }
    }

    private @Nullable Long await(
            Target target,
            StatefulRedisConnection<String, String> redis,
            RedisScript script,
            RedisFuture<@Nullable Long> answer) {
        long sentAt = System.nanoTime();
        try {
            Long value = UninterruptibleWait.get(answer, deadline.timeLeft());
            target.connection().answered();
            return value;
        } catch (TimeoutException e) {
            answer.cancel(true);
            if (target.connection().unanswered(redis, sentAt)) {
                nodes.forget(target.connection());
            }
            throw operation.unknownOutcome(reason(e), e);
        } catch (ExecutionException e) {
            throw failure(target, redis, script, e);
        }
    }

    private LockException failure(
            Target target, StatefulRedisConnection<String, String> redis, RedisScript script, ExecutionException e) {
        if (e.getCause() instanceof RedisNoScriptException noScript) {
            throw noScript;
        }
        if (e.getCause() instanceof RedisCommandExecutionException answer) {
            RedisError error = error(answer);
            if (error.isFromReplica()) {
                target.connection().leave(redis);
            }
            String explanation = error.explanation(script)
                    + (error.redirection().isPresent() && !nodes.isCluster() ? SINGLE_SERVER_EXPECTED : "");
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
