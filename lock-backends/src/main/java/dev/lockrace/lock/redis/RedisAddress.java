package dev.lockrace.lock.redis;

import dev.lockrace.lock.IllegalLockRequestException;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads where Redis is, and how long a new connection may take. */
final class RedisAddress {

    private static final Pattern TIMEOUT_GIVEN = Pattern.compile(".*[?&]timeout=.*");

    private static final Pattern BEFORE_HOST = Pattern.compile("^([a-zA-Z+-]+://)?.*@", Pattern.DOTALL);

    private RedisAddress() {}

    /**
     * Reads a URI, whose {@code timeout}, if it has one, limits how long Redis may take to answer a new connection's
     * first words; without it that is {@link RedisDriver#CONNECT}.
     *
     * @throws IllegalLockRequestException if it is no URI of Redis
     */
    static RedisURI parse(String uri) {
        try {
            RedisURI parsed = RedisURI.create(uri);
            if (!TIMEOUT_GIVEN.matcher(uri.toLowerCase(Locale.ROOT)).matches()) {
                limit(parsed, RedisDriver.CONNECT);
            }
            return parsed;
        } catch (RuntimeException e) {
            throw new IllegalLockRequestException(
                    "A Redis server must be given as a URI such as redis://localhost:6379, was: "
                            + withoutPassword(uri));
        }
    }

    /** Whatever stands before the last {@code @}, since it is no URI: also without slashes, and on several lines. */
    private static String withoutPassword(String uri) {
        return BEFORE_HOST.matcher(uri).replaceFirst("$1…@");
    }

    /** The driver's own limit is a minute, for sentinels too. */
    private static void limit(RedisURI uri, Duration timeout) {
        uri.setTimeout(timeout);
        uri.getSentinels().forEach(sentinel -> sentinel.setTimeout(timeout));
    }
}
