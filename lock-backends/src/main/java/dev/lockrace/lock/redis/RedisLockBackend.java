package dev.lockrace.lock.redis;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.Guarantees.Scope;
import dev.lockrace.lock.Guarantees.Waiting;
import dev.lockrace.lock.IllegalLockRequestException;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockName;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Leases as keys in Redis that expire: one script to acquire ({@code SET NX PX}, and the fencing token), one to renew,
 * one to release, each a single round trip and a single step of the server.
 *
 * <p>A token is the greater of the last one plus 1 and Redis' own time in microseconds, so that it grows on when Redis
 * lost its data, as long as its clock was not turned back. Counters are kept for buckets of names, not for names.
 *
 * <p>Redis answers before its data are safe: a restart may lose leases, and so may a failover to a replica that lags
 * behind. Then two may hold a lock; the tokens tell them apart.
 */
public final class RedisLockBackend implements LockBackend {

    /** The name of this backend in configuration, metrics and messages. */
    public static final String NAME = "redis";

    /** A key is held to the end of its last millisecond. */
    private static final Duration OVERRUN = Duration.ofMillis(2);

    private static final Guarantees GUARANTEES = new Guarantees(
            Scope.SHARED,
            "the Redis server's",
            Duration.ofMillis(1),
            OVERRUN,
            Duration.ofMillis(1),
            Duration.ofDays(365),
            true,
            false,
            false,
            Waiting.NOTIFIED,
            1,
            1);

    private final RedisDriver driver;
    private final RedisConnection connection;
    private final RedisReleases releases;

    private RedisLockBackend(RedisDriver driver, RedisURI uri) {
        this.driver = driver;
        this.connection = new RedisConnection(driver.requests(), uri);
        this.releases = new RedisReleases(driver.subscriptions(), uri);
        var unused = connection.connect();
    }

    /**
     * Connects in the background: the server need not be up yet. One connection serves all requests; a second one is
     * open from the first wait on.
     *
     * @param uri as Lettuce's {@link RedisURI} has it, such as {@code redis://user:password@host:6379/0}; {@code
     *     rediss://} for TLS, with the JVM's trust store; its {@code timeout} is how long a connection that was made may
     *     stay without a first answer, 2 s where there is none
     * @throws IllegalLockRequestException if it is no such URI
     */
    public static RedisLockBackend connect(String uri) {
        return connect(uri, SslOptions.create());
    }

    /**
     * {@link #connect(String)} with certificates of its own where the URI asks for TLS.
     *
     * @param tls whom to trust, and what to show the server
     */
    public static RedisLockBackend connect(String uri, SslOptions tls) {
        RedisURI parsed = RedisAddress.parse(uri);
        return new RedisLockBackend(RedisDriver.start(tls), parsed);
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
        Long token = RedisRequest.startNow(connection, "acquire", name, timeout)
                .run(RedisScript.ACQUIRE, both, owner, millisRoundedUp(timeToLive));
        return token == null ? Optional.empty() : Optional.of(new RedisGrant(name, keys, owner, token));
    }

    @Override
    public boolean revoke(LockName name, String owner, Duration timeout) {
        return release(name, RedisKeys.of(name), owner, timeout);
    }

    @Override
    public Subscription subscribe(LockName name, Duration longest, Duration timeout, Runnable freed) {
        return releases.listen(RedisKeys.of(name).lock(), freed, timeout);
    }

    @Override
    public void close() {
        driver.close();
    }

    private boolean release(LockName name, RedisKeys keys, String owner, Duration timeout) {
        return isYes(RedisRequest.startNow(connection, "release", name, timeout)
                .run(RedisScript.RELEASE, new String[] {keys.lock()}, owner));
    }

    private static boolean isYes(@Nullable Long answer) {
        return answer != null && answer == 1;
    }

    private static String millisRoundedUp(Duration duration) {
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
            return isYes(RedisRequest.startNow(connection, "renew", name, timeout)
                    .run(RedisScript.RENEW, new String[] {keys.lock()}, owner, millisRoundedUp(timeToLive)));
        }

        @Override
        public boolean release(Duration timeout) {
            return RedisLockBackend.this.release(name, keys, owner, timeout);
        }
    }
}
