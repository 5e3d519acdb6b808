package dev.lockrace.lock.memcached;

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
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.memcached.MemcachedCalls.Answer;
import dev.lockrace.lock.memcached.MemcachedDriver.AddressResolver;
import dev.lockrace.lock.memcached.MemcachedDriver.Clients;
import dev.lockrace.lock.spi.Deadline;
import dev.lockrace.lock.spi.LockOperation;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import net.spy.memcached.CASValue;
import net.spy.memcached.MemcachedClient;
import net.spy.memcached.OperationFactory;
import net.spy.memcached.internal.OperationFuture;
import net.spy.memcached.ops.OperationCallback;
import net.spy.memcached.ops.OperationStatus;
import net.spy.memcached.ops.StatusCode;
import net.spy.memcached.protocol.binary.BinaryOperationFactory;
import net.spy.memcached.transcoders.Transcoder;

/**
 * A backend that keeps leases as items in memcached. {@code add} acquires and returns the item's CAS id, with which
 * {@code delete} and {@code cas} are owner-checked in one round trip (binary protocol only). The value is the owner id,
 * by which a grant whose answer was lost is revoked.
 *
 * <p>memcached's clock is the second of its last tick, and ticks are slightly more than a second apart. So it lags by
 * up to two seconds, and sometimes skips one: an expiry of 4 was seen to last 2.6 s. A time to live is therefore sent
 * as seconds rounded up <em>plus two</em>. A server that was paused still uses its old time until the next tick, so a
 * lease granted before that tick may expire immediately.
 *
 * <p>Eviction, a flush and a restart lose leases, and a restart resets the CAS ids. This backend therefore offers no
 * fencing token. Use it for work that may, rarely, be done twice.
 *
 * <p>After a lost connection, a CAS id proves nothing: the server may have restarted and assigned the same id to a
 * successor's item. The owner id is then looked up first, at the cost of a second round trip.
 */
public final class MemcachedLockBackend implements LockBackend {

    /** The name of this backend in configuration, metrics and messages. */
    public static final String NAME = "memcached";

    /** memcached interprets an expiry beyond 30 days as a date (protocol.txt, "Expiration times"). */
    private static final Duration MAX_TIME_TO_LIVE = Duration.ofDays(30).minusSeconds(2);

    private static final int CLOCK_LAG_SECONDS = 2;

    private static final Guarantees GUARANTEES = new Guarantees(
            Scope.SHARED,
            "the memcached server's",
            ClockStep.NO_EFFECT,
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            Duration.ofMillis(1),
            MAX_TIME_TO_LIVE,
            false,
            false,
            Failover.ALL_LEASES,
            Eviction.WHEN_FULL,
            Waiting.POLL,
            1,
            1,
            List.of());

    private static final Transcoder<String> OWNERS = new OwnerTranscoder();

    private static final OperationFactory OPERATIONS = new BinaryOperationFactory();

    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(500);

    private final MemcachedDriver driver;
    private final MemcachedConnections connections;

    /** Number of lost connections when those for leases were last checked. */
    private volatile long lostAtCheck;

    private MemcachedLockBackend(MemcachedDriver driver) {
        this.driver = driver;
        this.connections = driver.connections();
    }

    /**
     * Creates a backend that connects in the background, so the servers need not be up yet, and their names need not
     * resolve. Waits up to half a second, so that the first request usually finds a connection. With several servers,
     * each name permanently belongs to one of them. If a server is down, its names fail and do not move to another, which
     * could create two holders. The name of a server that is down is resolved again each second; the JVM caches addresses
     * for 30 seconds, unless its security property {@code networkaddress.cache.ttl} is set.
     *
     * @param servers one or more servers, in the same order in every client
     * @throws IllegalLockRequestException if there is no server
     * @throws LockStoreException if the driver cannot be started
     */
    public static MemcachedLockBackend connect(List<InetSocketAddress> servers) {
        return connect(servers, AddressResolver.SYSTEM);
    }

    static MemcachedLockBackend connect(List<InetSocketAddress> servers, AddressResolver resolver) {
        if (servers.isEmpty()) {
            throw new IllegalLockRequestException(
                    "Backend 'memcached' needs at least one server, such as localhost:11211, was: none");
        }
        MemcachedDriver driver = new MemcachedDriver(List.copyOf(servers), resolver);
        driver.connections().awaitEstablished(CONNECT_TIMEOUT);
        return new MemcachedLockBackend(driver);
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
        Clients clients = driver.clients();
        checkLeaseConnections(clients, lost);
        LockOperation acquire = operation("acquire", name);
        OperationFuture<Boolean> add = MemcachedCalls.send(
                acquire, () -> clients.acquisitions().add(MemcachedKey.of(name), expiry(timeToLive), owner, OWNERS));
        StatusCode status = MemcachedCalls.await(acquire, timeout, add).status();
        return switch (status) {
            case SUCCESS -> Optional.of(new MemcachedGrant(name, owner, clients, add.getCas(), lost));
            case ERR_EXISTS, ERR_NOT_STORED -> Optional.empty();
            default -> throw MemcachedCalls.rejected(acquire, status);
        };
    }

    @Override
    public boolean revoke(LockName name, String owner, Duration timeout) {
        Deadline deadline = Deadline.after(timeout);
        MemcachedClient client = driver.clients().acquisitions();
        OptionalLong cas = casOf(client, name, owner, deadline);
        return cas.isPresent() && delete(client, name, cas.getAsLong(), deadline);
    }

    @Override
    public void close() {
        driver.close();
    }

    /**
     * Makes the driver use its connections for leases after another one was lost. It notices the loss of an idle
     * connection only then, and would fail the release of a lease that was granted after the outage. Does not block.
     */
    private void checkLeaseConnections(Clients clients, long lost) {
        if (lostAtCheck != lost) {
            lostAtCheck = lost;
            var unused = clients.leases().broadcastOp((server, answers) -> OPERATIONS.noop(new CountDown(answers)));
        }
    }

    private record CountDown(CountDownLatch answers) implements OperationCallback {

        @Override
        public void receivedStatus(OperationStatus status) {
            // Any answer, and any failure, shows the driver the state of the connection.
        }

        @Override
        public void complete() {
            answers.countDown();
        }
    }

    /** Returns the CAS id of the item if it belongs to this owner. */
    private static OptionalLong casOf(MemcachedClient client, LockName name, String owner, Deadline deadline) {
        LockOperation lookUp = operation("look up", name);
        OperationFuture<CASValue<String>> gets =
                MemcachedCalls.send(lookUp, () -> client.asyncGets(MemcachedKey.of(name), OWNERS));
        Answer<CASValue<String>> answer = MemcachedCalls.await(lookUp, deadline.timeLeft(), gets);
        CASValue<String> item = answer.value();
        if (!isSuccess(lookUp, answer.status()) || item == null || !owner.equals(item.getValue())) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(item.getCas());
    }

    private static boolean delete(MemcachedClient client, LockName name, long cas, Deadline deadline) {
        LockOperation release = operation("release", name);
        OperationFuture<Boolean> delete = MemcachedCalls.send(release, () -> client.delete(MemcachedKey.of(name), cas));
        return isSuccess(
                release,
                MemcachedCalls.await(release, deadline.timeLeft(), delete).status());
    }

    private static boolean isSuccess(LockOperation operation, StatusCode status) {
        return switch (status) {
            case SUCCESS -> true;
            case ERR_NOT_FOUND, ERR_EXISTS -> false;
            default -> throw MemcachedCalls.rejected(operation, status);
        };
    }

    private static LockOperation operation(String verb, LockName name) {
        return new LockOperation(NAME, verb, name);
    }

    static int expiry(Duration timeToLive) {
        return Math.toIntExact(timeToLive.plusNanos(999_999_999).toSeconds() + CLOCK_LAG_SECONDS);
    }

    private final class MemcachedGrant implements Grant {

        private static final long UNKNOWN = -1;

        private final LockName name;
        private final String owner;

        /** Where the CAS id comes from. */
        private volatile Clients source;

        private volatile long cas;

        /** Number of lost connections when the CAS id was last known to be valid, or {@link #UNKNOWN}. */
        private volatile long lostAtCas;

        private MemcachedGrant(LockName name, String owner, Clients source, long cas, long lostAtCas) {
            this.name = name;
            this.owner = owner;
            this.source = source;
            this.cas = cas;
            this.lostAtCas = lostAtCas;
        }

        @Override
        public OptionalLong token() {
            return OptionalLong.empty();
        }

        @Override
        public boolean renew(Duration timeToLive, Duration timeout) {
            Deadline deadline = Deadline.after(timeout);
            Clients clients = driver.clients();
            if (!refreshCas(clients, deadline)) {
                return false;
            }
            long lost = lostAtCas;
            lostAtCas = UNKNOWN; // until the answer, since the item may get a new CAS id
            LockOperation renew = operation("renew", name);
            var swap = MemcachedCalls.send(
                    renew,
                    () -> clients.forLease(MemcachedKey.of(name))
                            .asyncCAS(MemcachedKey.of(name), cas, expiry(timeToLive), owner, OWNERS));
            boolean renewed = isSuccess(
                    renew,
                    MemcachedCalls.await(renew, deadline.timeLeft(), swap).status());
            if (renewed) {
                cas = swap.getCas();
            }
            lostAtCas = lost;
            return renewed;
        }

        @Override
        public boolean release(Duration timeout) {
            Deadline deadline = Deadline.after(timeout);
            Clients clients = driver.clients();
            return refreshCas(clients, deadline)
                    && delete(clients.forLease(MemcachedKey.of(name)), name, cas, deadline);
        }

        /**
         * Looks up the CAS id if connections were lost since, or the driver was started again. Returns false if the item
         * is no longer ours.
         */
        private boolean refreshCas(Clients clients, Deadline deadline) {
            long lost = connections.lost();
            if (lostAtCas == lost && source.acquisitions() == clients.acquisitions()) {
                return true;
            }
            OptionalLong current = casOf(clients.forLease(MemcachedKey.of(name)), name, owner, deadline);
            if (current.isPresent()) {
                cas = current.getAsLong();
                source = clients;
                lostAtCas = lost;
            }
            return current.isPresent();
        }
    }
}
