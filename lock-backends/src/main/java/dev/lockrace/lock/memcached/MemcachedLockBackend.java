package dev.lockrace.lock.memcached;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.Guarantees.Scope;
import dev.lockrace.lock.Guarantees.Waiting;
import dev.lockrace.lock.IllegalLockRequestException;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.memcached.MemcachedCalls.Answer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import net.spy.memcached.CASValue;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.ConnectionFactoryBuilder.Protocol;
import net.spy.memcached.FailureMode;
import net.spy.memcached.MemcachedClient;
import net.spy.memcached.internal.OperationFuture;
import net.spy.memcached.ops.StatusCode;
import net.spy.memcached.transcoders.Transcoder;

/**
 * Leases as items in memcached: {@code add} grants, and answers with the item's CAS id, by which {@code delete} and
 * {@code cas} are owner-checked in one round trip (binary protocol only). The value is the owner id, for taking back a
 * grant whose answer got lost.
 *
 * <p>memcached's clock is the second of its last tick, and ticks come a second and a little apart. So it lags by up to
 * two seconds, and sometimes skips one: an expiry of 4 was seen to last 2.6 s. A time to live is sent as seconds rounded
 * up <em>plus two</em>. What a server that was frozen is asked before its next tick still counts by the old time, and
 * may end at once. Eviction, a flush and a restart lose leases, and a restart begins the CAS
 * ids anew: so this backend offers no token. It is for work that may, rarely, be done twice.
 *
 * <p>Because they begin anew, a CAS id says nothing once a connection was lost: the server may have restarted, and have
 * given the same id to a successor's item. The owner id is looked up first then, at the cost of a second round trip.
 */
public final class MemcachedLockBackend implements LockBackend {

    /** The name of this backend in configuration, metrics and messages. */
    public static final String NAME = "memcached";

    /** memcached takes an expiry beyond 30 days for a date (its protocol.txt, "Expiration times"). */
    private static final Duration GREATEST = Duration.ofDays(30).minusSeconds(2);

    private static final int CLOCK_LAG_SECONDS = 2;

    /** After so many one after another the driver makes the connection anew: its peer may have gone unseen. */
    private static final int UNANSWERED_REQUESTS = 3;

    private static final Guarantees GUARANTEES = new Guarantees(
            Scope.SHARED,
            "the memcached server's",
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            Duration.ofMillis(1),
            GREATEST,
            false,
            false,
            false,
            Waiting.POLL,
            1,
            1);

    private static final Transcoder<String> OWNERS = new OwnerTranscoder();

    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(500);

    private final MemcachedClient client;
    private final MemcachedConnections connections;

    private MemcachedLockBackend(MemcachedClient client, MemcachedConnections connections) {
        this.client = client;
        this.connections = connections;
    }

    /**
     * Connects in the background, and waits half a second at most so that the first request finds a connection: the
     * servers need not be up yet. With several servers each name has one of them for ever; a server that is down makes
     * its names fail, it does not move them to another (that would make two holders).
     *
     * @param servers at least one, the same list in the same order in every client
     * @throws LockStoreException if the connection can't even be begun
     */
    public static MemcachedLockBackend connect(List<InetSocketAddress> servers) {
        if (servers.isEmpty()) {
            throw new IllegalLockRequestException("Backend 'memcached' needs at least one server, was: none");
        }
        MemcachedConnections connections = new MemcachedConnections(servers.size());
        MemcachedClient client = client(servers, connections);
        connections.awaitFirst(CONNECT_TIMEOUT);
        return new MemcachedLockBackend(client, connections);
    }

    private static MemcachedClient client(List<InetSocketAddress> servers, MemcachedConnections connections) {
        try {
            return new MemcachedClient(
                    new ConnectionFactoryBuilder()
                            .setProtocol(Protocol.BINARY)
                            .setFailureMode(FailureMode.Cancel)
                            .setShouldOptimize(false) // joined adds would answer without a CAS id
                            .setMaxReconnectDelay(1)
                            .setTimeoutExceptionThreshold(UNANSWERED_REQUESTS)
                            .setInitialObservers(List.of(connections))
                            .setDaemon(true)
                            .build(),
                    servers);
        } catch (IOException e) {
            throw new LockStoreException("Could not begin to connect to memcached at " + servers, e);
        }
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
        long lost = connections.lost();
        OperationFuture<Boolean> add = MemcachedCalls.send(
                "acquire", name, () -> client.add(MemcachedKey.of(name), expiry(timeToLive), owner, OWNERS));
        StatusCode status = MemcachedCalls.await("acquire", name, timeout, add).status();
        return switch (status) {
            case SUCCESS -> Optional.of(new MemcachedGrant(name, owner, add.getCas(), lost));
            case ERR_EXISTS, ERR_NOT_STORED -> Optional.empty();
            default -> throw MemcachedCalls.refused("acquire", name, status);
        };
    }

    @Override
    public boolean revoke(LockName name, String owner, Duration timeout) {
        OptionalLong cas = casOf(name, owner, timeout);
        return cas.isPresent() && delete(name, cas.getAsLong(), timeout);
    }

    @Override
    public void close() {
        client.shutdown(1, TimeUnit.SECONDS);
    }

    /** The CAS id of the item, if it is this owner's. */
    private OptionalLong casOf(LockName name, String owner, Duration timeout) {
        OperationFuture<CASValue<String>> gets =
                MemcachedCalls.send("look up", name, () -> client.asyncGets(MemcachedKey.of(name), OWNERS));
        Answer<CASValue<String>> answer = MemcachedCalls.await("look up", name, timeout, gets);
        CASValue<String> item = answer.value();
        if (!yesOrNo("look up", name, answer.status()) || item == null || !owner.equals(item.getValue())) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(item.getCas());
    }

    private boolean delete(LockName name, long cas, Duration timeout) {
        OperationFuture<Boolean> delete =
                MemcachedCalls.send("release", name, () -> client.delete(MemcachedKey.of(name), cas));
        return yesOrNo(
                "release",
                name,
                MemcachedCalls.await("release", name, timeout, delete).status());
    }

    private static boolean yesOrNo(String action, LockName name, StatusCode status) {
        return switch (status) {
            case SUCCESS -> true;
            case ERR_NOT_FOUND, ERR_EXISTS -> false;
            default -> throw MemcachedCalls.refused(action, name, status);
        };
    }

    private static int expiry(Duration timeToLive) {
        return Math.toIntExact(timeToLive.plusNanos(999_999_999).toSeconds() + CLOCK_LAG_SECONDS);
    }

    private final class MemcachedGrant implements Grant {

        private static final long UNSURE = -1;

        private final LockName name;
        private final String owner;
        private volatile long cas;

        /** How many connections had been lost when the CAS id was known to be ours, or {@link #UNSURE}. */
        private volatile long casKnownAt;

        private MemcachedGrant(LockName name, String owner, long cas, long casKnownAt) {
            this.name = name;
            this.owner = owner;
            this.cas = cas;
            this.casKnownAt = casKnownAt;
        }

        @Override
        public OptionalLong token() {
            return OptionalLong.empty();
        }

        @Override
        public boolean renew(Duration timeToLive, Duration timeout) {
            if (!makeSureOfCas(timeout)) {
                return false;
            }
            long lost = casKnownAt;
            casKnownAt = UNSURE; // until the answer: the item may have a new CAS id
            var swap = MemcachedCalls.send(
                    "renew",
                    name,
                    () -> client.asyncCAS(MemcachedKey.of(name), cas, expiry(timeToLive), owner, OWNERS));
            boolean renewed = yesOrNo(
                    "renew",
                    name,
                    MemcachedCalls.await("renew", name, timeout, swap).status());
            if (renewed) {
                cas = swap.getCas();
            }
            casKnownAt = lost;
            return renewed;
        }

        @Override
        public boolean release(Duration timeout) {
            return makeSureOfCas(timeout) && delete(name, cas, timeout);
        }

        /** Whether the item is still ours, as far as that has to be asked. */
        private boolean makeSureOfCas(Duration timeout) {
            long lost = connections.lost();
            if (casKnownAt == lost) {
                return true;
            }
            OptionalLong current = casOf(name, owner, timeout);
            if (current.isPresent()) {
                cas = current.getAsLong();
                casKnownAt = lost;
            }
            return current.isPresent();
        }
    }
}
