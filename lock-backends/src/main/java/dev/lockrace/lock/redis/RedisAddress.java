package dev.lockrace.lock.redis;

import dev.lockrace.lock.IllegalLockRequestException;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The address of Redis.
 *
 * @param servers one server or the Sentinels of one, or some nodes of a cluster; not empty
 * @param cluster whether the servers are nodes of a cluster
 */
record RedisAddress(List<RedisURI> servers, boolean cluster) {

    private static final Pattern EXPLICIT_TIMEOUT = Pattern.compile(".*[?&]timeout=.*");

    private static final Pattern BEFORE_HOST = Pattern.compile("^([a-zA-Z+-]+://)?.*@", Pattern.DOTALL);

    /** The scheme, the credentials, the nodes and the rest. */
    private static final Pattern CLUSTER =
            Pattern.compile("(?i)(rediss?)-cluster(://(?:[^/?#]*@)?)([^/?#@]+)([/?#].*)?");

    private static final String FORMS = "redis://localhost:6379, redis-sentinel://host1:26379,host2:26379/0#name or"
            + " redis-cluster://host1:6379,host2:6379";

    /**
     * Parses a URI. Its {@code timeout} parameter limits how long Redis may take for its first answer on a new
     * connection. The default is {@link RedisDriver#CONNECT_TIMEOUT}.
     *
     * @throws IllegalLockRequestException if it is not a Redis URI
     */
    static RedisAddress parse(String uri) {
        try {
            Matcher cluster = CLUSTER.matcher(uri);
            return cluster.matches()
                    ? new RedisAddress(
                            nodes(cluster).map(RedisAddress::parseOne).toList(), true)
                    : new RedisAddress(List.of(parseOne(uri)), false);
        } catch (RuntimeException e) {
            throw new IllegalLockRequestException(
                    "Redis must be given as a URI such as " + FORMS + ", was: " + withoutPassword(uri));
        }
    }

    private static Stream<String> nodes(Matcher uri) {
        String rest = uri.group(4) == null ? "" : uri.group(4);
        return Stream.of(uri.group(3).split(",", -1)).map(node -> uri.group(1) + uri.group(2) + node + rest);
    }

    private static RedisURI parseOne(String uri) {
        RedisURI parsed = RedisURI.create(uri);
        if (!EXPLICIT_TIMEOUT.matcher(uri.toLowerCase(Locale.ROOT)).matches()) {
            setTimeout(parsed, RedisDriver.CONNECT_TIMEOUT);
        }
        return parsed;
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

    /** Returns the URI of another node of the cluster, which has the same credentials and settings. */
    RedisURI withServer(String host, int port) {
        return RedisURI.builder(servers.get(0)).withHost(host).withPort(port).build();
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
