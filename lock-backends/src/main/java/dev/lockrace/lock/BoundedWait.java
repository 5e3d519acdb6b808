package dev.lockrace.lock;

import dev.lockrace.lock.Guarantees.Waiting;
import dev.lockrace.lock.LockBackend.Subscription;
import dev.lockrace.lock.Waiters.Place;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A wait for one lock until a deadline. The first of the {@linkplain Waiters waiters} polls with exponential backoff
 * and equal jitter, so that clients do not poll in step. See "Exponential Backoff And Jitter" in the AWS Architecture
 * Blog. If the store notifies of releases, it subscribes after a contended request, and a notification ends a pause
 * early. The maximum backoff is then higher: polling only covers lost notifications and expired leases.
 *
 * <p>A request that is unlikely to be answered before the deadline is not sent. It would turn an honest "held by
 * another" into an unknown outcome, and cost a connection. So a wait may end early, by at most its reserve. The last
 * request is sent as late as its answer allows.
 */
final class BoundedWait {

    /** The limit of a wait, which keeps arithmetic on deadlines within its range. */
    static final Duration MAX_WAIT = Duration.ofDays(365);

    private static final Duration INITIAL_BACKOFF = Duration.ofMillis(10);
    private static final Duration RESUBSCRIBE_INTERVAL = Duration.ofSeconds(10);
    private static final Duration MIN_REQUEST_TIMEOUT = Duration.ofMillis(1);
    private static final Duration MAX_MIN_RESERVE = Duration.ofMillis(200);

    private static final SafeLogger log = new SafeLogger(BoundedWait.class);

    private final StoreAccess store;
    private final LockName name;
    private final MonotonicClock clock;
    private final long startedAt;
    private final Duration maxWait;
    private final Duration minReserve;
    private final Function<Duration, Optional<Lease>> request;
    private Duration backoff = INITIAL_BACKOFF;

    /** Time that the latest answer took. The first one may include connection set-up. */
    private Duration answerTime = Duration.ZERO;

    /** Whether the store has answered a request of this wait, or one of another waiter since this wait began. */
    private boolean answered;

    /** The failure of the latest request, if it could not be sent. */
    private @Nullable ClientBusyException notSent;

    /**
     * @param request sends one request with the given timeout
     */
    BoundedWait(StoreAccess store, LockName name, Duration maxWait, Function<Duration, Optional<Lease>> request) {
        this.store = store;
        this.name = name;
        this.clock = store.clock();
        this.startedAt = clock.nanoTime();
        this.maxWait = min(maxWait, MAX_WAIT);
        this.minReserve = min(this.maxWait.dividedBy(4), MAX_MIN_RESERVE);
        this.request = request;
    }

    /**
     * Sends requests until one is granted or the wait is over.
     *
     * @throws InterruptedException if the thread is interrupted before or during the wait; a lease granted in the
     *     meantime is released
     */
    Optional<Lease> acquire() throws InterruptedException {
        Optional<Lease> lease = acquireAloneOrInLine();
        if (notSent != null && !answered) {
            throw notSent;
        }
        return lease;
    }

    private Optional<Lease> acquireAloneOrInLine() throws InterruptedException {
        if (!maxWait.isZero() && store.waiters().isAwaited(name)) {
            throwIfInterrupted();
            return acquireInLine(Optional.empty());
        }
        long sentAt = clock.nanoTime();
        Optional<Lease> lease = send();
        if (lease.isPresent() || !hasTimeForRequest()) {
            return lease;
        }
        return acquireInLine(answered ? Optional.of(sentAt) : Optional.empty());
    }

    /**
     * @param contendedAt when this wait sent a contended request, if it did
     */
    private Optional<Lease> acquireInLine(Optional<Long> contendedAt) throws InterruptedException {
        try (Place place = store.waiters().join(name)) {
            contendedAt.ifPresent(place::contended);
            boolean first = place.isFirst();
            while (first ? pause(place) : awaitTurn(place)) {
                if (first) {
                    Optional<Lease> lease = send(place);
                    if (lease.isPresent()) {
                        return lease;
                    }
                }
                first = place.isFirst();
            }
            if (place.isContendedSince(startedAt)) {
                answered = true;
                return Optional.empty();
            }
            boolean waitedForConnection = notSent != null && timeLeft().isZero();
            return waitedForConnection ? Optional.empty() : send(place);
        }
    }

    private Optional<Lease> send(Place place) throws InterruptedException {
        long sentAt = clock.nanoTime();
        try {
            Optional<Lease> lease = send();
            if (lease.isPresent()) {
                place.granted();
            } else if (notSent == null) {
                place.contended(sentAt);
            }
            return lease;
        } catch (LockException e) {
            place.failed();
            throw e;
        }
    }

    private Optional<Lease> send() throws InterruptedException {
        throwIfInterrupted();
        long sentAt = clock.nanoTime();
        notSent = null;
        Optional<Lease> lease = sendOrContinue();
        Duration taken = store.since(sentAt);
        if (notSent == null) {
            answered = true;
            answerTime = taken;
        }
        if (Thread.interrupted()) {
            lease.ifPresent(granted -> granted.drop(max(store.requestTimeout().minus(taken), MIN_REQUEST_TIMEOUT)));
            throw interrupted();
        }
        return lease;
    }

    /** Waiting for a connection is part of the wait. It is an error only if no request could be sent at all. */
    private Optional<Lease> sendOrContinue() {
        try {
            return request.apply(requestTimeout());
        } catch (ClientBusyException e) {
            notSent = e;
            return Optional.empty();
        }
    }

    /** Pauses before the next request of the first waiter; returns whether there is time for it. */
    private boolean pause(Place place) throws InterruptedException {
        if (place.subscriptionIsDue(clock.nanoTime()) && timeLeft().compareTo(answerTime.multipliedBy(4)) > 0) {
            if (subscribe(place)) {
                return hasTimeForRequest(); // the lock may have been released before the subscription
            }
        }
        if (!hasTimeForRequest()) {
            return false;
        }
        Duration spare = spare();
        Duration pause = nextBackoff((place.isSubscribed() ? Waiting.NOTIFIED : Waiting.POLL).maxPause());
        boolean last = pause.plus(answerTime).compareTo(spare) >= 0;
        place.awaitRelease(clock, last ? spare : pause);
        return timeLeft().compareTo(max(minReserve.dividedBy(2), answerTime)) >= 0; // allows for a sleep that overran
    }

    /** Sleeps until this waiter is the first one; returns false if there is no time left for a request. */
    private boolean awaitTurn(Place place) throws InterruptedException {
        Duration spare = spare();
        if (spare.isZero()) {
            return false;
        }
        place.awaitTurn(clock, spare);
        return true;
    }

    /** Subscribes to releases, for the rest of this wait; returns whether the store will notify. */
    private boolean subscribe(Place place) {
        Duration limit = min(timeLeft(), store.requestTimeout());
        Duration listening = timeLeft();
        try {
            Subscription subscription = StoreAccess.uninterrupted(
                    limit, timeout -> store.backend().subscribe(name, listening, timeout, place.onRelease()));
            boolean notifies = subscription != Subscription.NONE;
            place.subscribed(subscription, clock.nanoTime() + (notifies ? listening : MAX_WAIT).toNanos());
            return notifies;
        } catch (RuntimeException e) { // notifications are an optimisation
            log.log(Level.DEBUG, "Lock '" + name + "': polling, because subscribing to its releases failed", e);
            place.subscribed(Subscription.NONE, clock.nanoTime() + RESUBSCRIBE_INTERVAL.toNanos());
            return false;
        }
    }

    private boolean hasTimeForRequest() {
        return timeLeft().compareTo(max(minReserve, answerTime)) > 0;
    }

    /** Returns the time left before the last request should be sent. */
    private Duration spare() {
        Duration reserve = max(minReserve, answerTime.plus(answerTime.dividedBy(4)));
        return max(timeLeft().minus(reserve), Duration.ZERO);
    }

    private void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw interrupted();
        }
    }

    private InterruptedException interrupted() {
        return new InterruptedException("Interrupted while waiting for lock '%s'".formatted(name));
    }

    /** A wait of zero is one full attempt, limited only by the client's own request timeout. */
    private Duration requestTimeout() {
        return maxWait.isZero() ? store.requestTimeout() : max(timeLeft(), MIN_REQUEST_TIMEOUT);
    }

    private Duration timeLeft() {
        return max(maxWait.minus(store.since(startedAt)), Duration.ZERO);
    }

    private Duration nextBackoff(Duration maxBackoff) {
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
