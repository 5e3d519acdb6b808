package dev.lockrace.lock;

import dev.lockrace.lock.LockBackend.Subscription;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A wait for one lock until a deadline. It polls with exponential backoff and equal jitter, so that waiters do not poll
 * in step. See "Exponential Backoff And Jitter" in the AWS Architecture Blog. If the store notifies of releases, the
 * wait subscribes after the first contended request, and a notification ends a pause early. The maximum backoff is then
 * higher: polling only covers lost notifications and expired leases.
 *
 * <p>A request that is unlikely to be answered before the deadline is not sent. It would turn an honest "held by
 * another" into an unknown outcome, and cost a connection. So a wait may end early, by at most its reserve.
 */
final class BoundedWait {

    private static final Duration INITIAL_BACKOFF = Duration.ofMillis(10);
    private static final Duration MAX_BACKOFF = Duration.ofMillis(250);
    private static final Duration MAX_BACKOFF_SUBSCRIBED = Duration.ofSeconds(1);
    private static final Duration MIN_REQUEST_TIMEOUT = Duration.ofMillis(1);
    private static final Duration MAX_INITIAL_RESERVE = Duration.ofMillis(200);

    private static final System.Logger log = System.getLogger(BoundedWait.class.getName());

    private final StoreAccess store;
    private final LockName name;
    private final MonotonicClock clock;
    private final long startedAt;
    private final Semaphore releases = new Semaphore(0);
    private final Duration maxWait;
    private Duration backoff = INITIAL_BACKOFF;
    private Duration maxBackoff = MAX_BACKOFF;

    /** Whether the store has answered a request. */
    private boolean answered;

    /** The failure of the last request, if none was sent so far. */
    private @Nullable ClientBusyException notSent;

    /** Minimum time left to send a request: a quarter of the wait up to a limit, or twice the slowest answer so far. */
    private Duration reserve;

    BoundedWait(StoreAccess store, LockName name, Duration maxWait) {
        this.store = store;
        this.name = name;
        this.clock = store.clock();
        this.startedAt = clock.nanoTime();
        this.maxWait = maxWait;
        this.reserve = min(maxWait.dividedBy(4), MAX_INITIAL_RESERVE);
    }

    /**
     * Sends requests until one is granted or the wait is over.
     *
     * @param request sends one request with the given timeout
     * @throws InterruptedException if the thread is interrupted before or during the wait; a lease granted in the
     *     meantime is released
     */
    Optional<Lease> acquire(Function<Duration, Optional<Lease>> request) throws InterruptedException {
        Optional<Lease> lease = sendUntilGrantedOrOver(request);
        if (notSent != null) {
            throw notSent;
        }
        return lease;
    }

    private Optional<Lease> sendUntilGrantedOrOver(Function<Duration, Optional<Lease>> request)
            throws InterruptedException {
        Optional<Lease> lease = send(request);
        if (lease.isPresent() || !hasTimeForRequest()) {
            return lease;
        }
        try (Subscription subscription = subscribe()) {
            if (subscription != Subscription.NONE) {
                lease = send(request); // the lock may have been released before the subscription
            }
            while (lease.isEmpty() && backOff()) {
                lease = send(request);
            }
            return lease;
        }
    }

    private Optional<Lease> send(Function<Duration, Optional<Lease>> request) throws InterruptedException {
        throwIfInterrupted();
        long sentAt = clock.nanoTime();
        Optional<Lease> lease;
        try {
            lease = request.apply(requestTimeout());
        } catch (ClientBusyException e) {
            return notSent(e);
        }
        answered = true;
        notSent = null;
        if (lease.isPresent()) {
            return Optional.of(releasedIfInterrupted(lease.get()));
        }
        throwIfInterrupted();
        reserve = max(reserve, since(sentAt).multipliedBy(2));
        return lease;
    }

    /** Waiting for a connection is part of the wait. It is an error only if no request could be sent at all. */
    private Optional<Lease> notSent(ClientBusyException e) throws InterruptedException {
        throwIfInterrupted();
        if (!answered) {
            notSent = e;
        }
        return Optional.empty();
    }

    private Subscription subscribe() {
        Duration limit = min(timeLeft(), store.requestTimeout());
        try {
            Subscription subscription = StoreAccess.uninterrupted(
                    limit, timeout -> store.backend().subscribe(name, timeLeft(), timeout, releases::release));
            maxBackoff = subscription == Subscription.NONE ? MAX_BACKOFF : MAX_BACKOFF_SUBSCRIBED;
            return subscription;
        } catch (LockException e) {
            log.log(Level.DEBUG, "Lock '" + name + "': polling, because subscribing to its releases failed", e);
            return Subscription.NONE;
        }
    }

    private boolean hasTimeForRequest() {
        return timeLeft().compareTo(reserve) > 0;
    }

    /** Sleeps, but not into the reserve; returns whether there is time for another request. */
    private boolean backOff() throws InterruptedException {
        Duration spare = timeLeft().minus(reserve);
        if (spare.isZero() || spare.isNegative()) {
            return false;
        }
        clock.sleep(min(nextBackoff(), spare), releases);
        return timeLeft().compareTo(reserve.dividedBy(2)) >= 0; // half the reserve allows for a sleep that overran
    }

    private void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw interrupted();
        }
    }

    private Lease releasedIfInterrupted(Lease lease) throws InterruptedException {
        if (Thread.interrupted()) {
            lease.close();
            throw interrupted();
        }
        return lease;
    }

    private InterruptedException interrupted() {
        return new InterruptedException("Interrupted while waiting for lock '%s'".formatted(name));
    }

    /** A wait of zero is one full attempt, limited only by the client's own request timeout. */
    private Duration requestTimeout() {
        return maxWait.isZero() ? Duration.ofDays(1) : max(timeLeft(), MIN_REQUEST_TIMEOUT);
    }

    private Duration timeLeft() {
        return max(maxWait.minus(since(startedAt)), Duration.ZERO);
    }

    private Duration since(long nanoTime) {
        return Duration.ofNanos(clock.nanoTime() - nanoTime);
    }

    private Duration nextBackoff() {
        long half = backoff.toNanos() / 2;
        backoff = min(backoff.multipliedBy(2), maxBackoff);
        return Duration.ofNanos(half + ThreadLocalRandom.current().nextLong(half));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
