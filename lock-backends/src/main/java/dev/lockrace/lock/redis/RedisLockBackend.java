package dev.lockrace.lock.redis;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.Guarantees.ClockStep;
import dev.lockrace.lock.Guarantees.Eviction;
import dev.lockrace.lock.Guarantees.Failover;
import dev.lockrace.lock.Guarantees.Scope;
import dev.lockrace.lock.Guarantees.Waiting;
import dev.lockrace.lock.IllegalLockRequestException;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockName;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A backend that keeps leases as expiring keys in Redis. One script each acquires (the key if there is none, and the
 * fencing token), renews and releases, atomically and in one round trip.
 *
 * <p>A token is the greater of the last one plus 1 and Redis' own time in microseconds. So tokens keep increasing after
 * Redis lost its data, unless its clock was set back. Counters are kept per bucket of names, not per name.
 *
 * <p>Redis answers before its data is durable. A restart, or a failover to a lagging replica, may lose leases. Two
 * clients may then hold a lock, and the fencing tokens distinguish them. The same applies to a server that evicts keys
 * when its memory is full. The client logs a warning when it connects to a server with such a {@code maxmemory-policy}.
 *
 * <p>The user needs the permissions {@value #ACL}. Without the permissions for channels, waiting clients poll.
 */
public final class RedisLockBackend implements LockBackend {

    /** The name of this backend in configuration, metrics and messages. */
    public static final String NAME = "redis";

    /**
     * The permissions that the user needs, in the syntax of {@code ACL SETUSER}. A URI with a database number needs
     * {@code +select} too, and only clusters need {@code +asking +readonly +readwrite}. Without {@code +info}, the client
     * cannot check whether the server evicts leases. Redis before 6.2 knows no permissions for channels, which start with
     * {@code &}.
     */
    public static final String ACL = "~lockrace:* ~lockrace-token:* &lockrace:* +eval +evalsha +get +set +time +del"
            + " +pexpire +publish +subscribe +unsubscribe +ping +info +asking +readonly +readwrite";

    /** A key exists until the end of its last millisecond. */
    private static final Duration OVERRUN = Duration.ofMillis(2);

    private static final Guarantees GUARANTEES = new Guarantees(
            Scope.SHARED,
            "the Redis server's",
            ClockStep.SHIFTS_EXPIRY,
            Duration.ofMillis(1),
            OVERRUN,
            Duration.ofMillis(1),
            Duration.ofDays(365),
            true,
            false,
            Failover.LATEST_WRITES,
            Eviction.IF_CONFIGURED,
            Waiting.NOTIFIED,
            1,
            1,
            List.of(ACL));

    private final RedisDriver driver;

    /** Also sends revocations, so that none overtakes its acquisition. */
    private final RedisNodes acquisitions;

    /** Renewals and releases have a connection of their own, so that they never wait for acquisitions. */
    private final RedisNodes leases;

    private final RedisReleases releases;

    private RedisLockBackend(RedisDriver driver, RedisAddress address) {
        this.driver = driver;
        RedisEviction eviction = new RedisEviction();
        this.acquisitions = new RedisNodes(driver.client(), address, eviction);
        this.leases = new RedisNodes(driver.client(), address, eviction);
        this.releases = new RedisReleases(driver.client(), address);
        acquisitions.connect();
        leases.connect();
    }

    /**
     * Creates a backend that connects in the background, so the server need not be up yet. It has
     * one connection for acquisitions and one for renewals and releases. A third one is opened by the first bounded
     * wait.
     *
     * @param uri URI in the syntax of Lettuce's {@link RedisURI}, such as {@code redis://user:password@host:6379/0}, or
     *     {@code rediss://…} for TLS with the JVM's trust store, {@code redis-sentinel://host1,host2/0#name} for the
     *     primary that Sentinels name, or {@code redis-cluster://host1:port,host2:port} for a cluster ({@code
     *     rediss-cluster://…} for TLS), of which some nodes are sufficient. Its {@code timeout}, 2 s by default, limits the
     *     wait for the first answer on a new connection
     * @throws IllegalLockRequestException if it is not a Redis URI
     */
    public static RedisLockBackend connect(String uri) {
        return connect(uri, SslOptions.create());
    }

    /**
     * Creates a backend like {@link #connect(String)}, with TLS settings for a {@code rediss://} URI.
     *
     * @param tls trust store, and key store for client authentication
     */
    public static RedisLockBackend connect(String uri, SslOptions tls) {
        return new RedisLockBackend(RedisDriver.start(tls), RedisAddress.parse(uri));
    }

    /**
     * Creates a backend like {@link #connect(String, SslOptions)}, for an address or credentials that a text cannot
     * express, such as a provider of credentials.
     *
     * @param uri a single server or Sentinels. A timeout of one minute, Lettuce's default, is replaced by 2 s
     */
    public static RedisLockBackend connect(RedisURI uri, SslOptions tls) {
        return new RedisLockBackend(RedisDriver.start(tls), new RedisAddress(List.of(RedisAddress.copyOf(uri)), false));
    }

    /**
     * Creates a backend like {@link #connect(RedisURI, SslOptions)}, for a cluster.
     *
     * @param nodes some nodes of the cluster. The others are found with the credentials and settings of the first
     * @throws IllegalLockRequestException if there is no node
     */
    public static RedisLockBackend connectToCluster(List<RedisURI> nodes, SslOptions tls) {
        if (nodes.isEmpty()) {
            throw new IllegalLockRequestException("Backend 'redis' needs at least one node of the cluster, was: none");
        }
        return new RedisLockBackend(
                RedisDriver.start(tls),
                new RedisAddress(nodes.stream().map(RedisAddress::copyOf).toList(), true));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Guarantees guarantees() {
        return GUARANTEES;
    }

    @Override
    public Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout) {
        RedisKeys keys = RedisKeys.of(name);
        String[] both = {keys.lock(), keys.token()};
        Long token = RedisRequest.start(acquisitions, "acquire", name, timeout)
                .run(RedisScript.ACQUIRE, both, owner, millisRoundedUp(timeToLive));
        return token == null ? Optional.empty() : Optional.of(new RedisGrant(name, keys, owner, token));
    }

    @Override
    public boolean revoke(LockName name, String owner, Duration timeout) {
        return release(acquisitions, name, RedisKeys.of(name), owner, timeout);
    }

    @Override
    public Subscription subscribe(LockName name, Duration maxWait, Duration timeout, Runnable onRelease) {
        return releases.subscribe(name, onRelease);
    }

    @Override
    public void close() {
        driver.close();
    }

    private static boolean release(RedisNodes nodes, LockName name, RedisKeys keys, String owner, Duration timeout) {
        return isOne(RedisRequest.start(nodes, "release", name, timeout)
                .run(RedisScript.RELEASE, new String[] {keys.lock()}, owner));
    }

    private static boolean isOne(@Nullable Long answer) {
        return answer != null && answer == 1;
    }

    static String millisRoundedUp(Duration duration) {
        return Long.toString(duration.plusNanos(999_999).toMillis());
    }

    private final class RedisGrant implements Grant {

        private final LockName name;
        private final RedisKeys keys;
        private final String owner;
        private final long token;

        private RedisGrant(LockName name, RedisKeys keys, String owner, long token) {
            this.name = name;
            this.keys = keys;
            this.owner = owner;
            this.token = token;
        }

        @Override
        public OptionalLong token() {
            return OptionalLong.of(token);
        }

        @Override
        public boolean renew(Duration timeToLive, Duration timeout) {
            return isOne(RedisRequest.start(leases, "renew", name, timeout)
                    .run(RedisScript.RENEW, new String[] {keys.lock()}, owner, millisRoundedUp(timeToLive)));
        }

        @Override
        public boolean release(Duration timeout) {
            return RedisLockBackend.release(leases, name, keys, owner, timeout);
        }
    }
}
