package dev.lockrace.lock.redis;

import dev.lockrace.lock.IllegalLockRequestException;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** A parser of Redis URIs that sets the timeout of new connections. */
final class RedisAddress {

    private static final Pattern EXPLICIT_TIMEOUT = Pattern.compile(".*[?&]timeout=.*");

    private static final Pattern BEFORE_HOST = Pattern.compile("^([a-zA-Z+-]+://)?.*@", Pattern.DOTALL);

    private RedisAddress() {}

    /**
     * Parses a URI. Its {@code timeout} parameter limits how long Redis may take for its first answer on a new
     * connection. The default is {@link RedisDriver#CONNECT_TIMEOUT}.
     *
     * @throws IllegalLockRequestException if it is not a Redis URI
     */
    static RedisURI parse(String uri) {
        try {
            RedisURI parsed = RedisURI.create(uri);
            if (!EXPLICIT_TIMEOUT.matcher(uri.toLowerCase(Locale.ROOT)).matches()) {
                setTimeout(parsed, RedisDriver.CONNECT_TIMEOUT);
            }
            return parsed;
        } catch (RuntimeException e) {
            throw new IllegalLockRequestException(
                    "A Redis server must be given as a URI such as redis://localhost:6379, was: "
                            + withoutPassword(uri));
        }
    }

    /** Returns a copy. Its timeout is {@link RedisDriver#CONNECT_TIMEOUT} if it was the driver's default. */
    static RedisURI copyOf(RedisURI uri) {
        RedisURI.Builder builder = RedisURI.builder(uri); // without Sentinels
        uri.getSentinels()
                .forEach(sentinel ->
                        builder.withSentinel(RedisURI.builder(sentinel).build()));
        if (uri.getSentinelMasterId() != null) {
            builder.withSentinelMasterId(uri.getSentinelMasterId());
        }
        RedisURI copy = builder.build();
        if (copy.getTimeout().equals(RedisURI.DEFAULT_TIMEOUT_DURATION)) {
            setTimeout(copy, RedisDriver.CONNECT_TIMEOUT);
        }
        return copy;
    }

    /** Masks everything before the last {@code @}. The text is not a URI: it may lack slashes or span several lines. */
    private static String withoutPassword(String uri) {
        return BEFORE_HOST.matcher(uri).replaceFirst("$1…@");
    }

    /** Replaces the driver's default of one minute, for sentinels too. */
    private static void setTimeout(RedisURI uri, Duration timeout) {
        uri.setTimeout(timeout);
        uri.getSentinels().forEach(sentinel -> sentinel.setTimeout(timeout));
    }
}
