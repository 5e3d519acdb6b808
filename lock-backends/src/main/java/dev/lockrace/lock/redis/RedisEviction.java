package dev.lockrace.lock.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A check of the server of each new connection: with a limit of its memory and any policy but {@code noeviction}, Redis
 * deletes the keys of leases that are held. A finding is logged again only after a connection to a server with another
 * one.
 */
final class RedisEviction {

    private static final System.Logger log = System.getLogger(RedisEviction.class.getName());

    private static final Pattern MAX_MEMORY = Pattern.compile("(?m)^maxmemory:(\\d+)");
    private static final Pattern POLICY = Pattern.compile("(?m)^maxmemory_policy:([\\w-]+)");

    private static final Finding NOTHING = new Finding(Level.DEBUG, "Redis does not evict leases");

    private final AtomicReference<@Nullable Finding> last = new AtomicReference<>();

    /** Starts to check the server. Does not block, and logs outside the threads of the driver's connections. */
    void check(StatefulRedisConnection<String, String> connection) {
        var unused = connection
                .async()
                .info("memory")
                .whenCompleteAsync(this::checked, connection.getResources().eventExecutorGroup());
    }

    private void checked(@Nullable String info, @Nullable Throwable failure) {
        finding(info, failure).ifPresent(found -> {
            if (!found.equals(last.getAndSet(found))) {
                log.log(found.level(), found.text());
            }
        });
    }

    private static Optional<Finding> finding(@Nullable String info, @Nullable Throwable failure) {
        if (info != null) {
            return Optional.of(finding(info));
        }
        return failure instanceof RedisCommandExecutionException rejection
                ? Optional.of(notChecked(String.valueOf(rejection.getMessage())))
                : Optional.empty(); // the connection broke, and the next one is checked
    }

    static Finding finding(String info) {
        Matcher maxMemory = MAX_MEMORY.matcher(info);
        Matcher policy = POLICY.matcher(info);
        if (!maxMemory.find() || !policy.find()) {
            return notChecked("no maxmemory and maxmemory_policy in the answer to INFO memory");
        }
        return maxMemory.group(1).equals("0") || policy.group(1).equals("noeviction")
                ? NOTHING
                : evicts(maxMemory.group(1), policy.group(1));
    }

    private static Finding evicts(String maxMemory, String policy) {
        return new Finding(
                Level.WARNING,
                "Redis may evict leases that are held: its maxmemory is %s bytes and its maxmemory-policy is '%s'. Another client"
                                .formatted(maxMemory, policy)
                        + " can then acquire the lock. Set maxmemory-policy to noeviction, or use another server for locks.");
    }

    private static Finding notChecked(String reason) {
        return new Finding(
                Level.INFO,
                "Could not check whether Redis evicts leases that are held (%s). Grant the user what it lacks: ACL SETUSER <user>"
                                .formatted(reason)
                        + " +info, or make sure that maxmemory-policy is noeviction.");
    }

    record Finding(Level level, String text) {}
}
