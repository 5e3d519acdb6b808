package dev.lockrace.lock;

import dev.lockrace.lock.LockBackend.Subscription;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * Asks again and again until a deadline, with pauses that double up to a limit and are spread at random, so that
 * waiters don't ask in step (the "equal jitter" of AWS' article on back-off). Where the store can tell that the lock was
 * freed, it listens from the first refusal on; that ends a pause early, and pauses grow longer: they are only the net
 * then, for a message that got lost and for a lease that ran out.
 *
 * <p>A request whose answer can hardly come before the deadline is not sent: it would turn an honest "held by another"
 * into an unknown outcome, and cost a connection. So a wait may end a little early, by its reserve.
 */
final class Poll {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration MAX_PAUSE = Duration.ofMillis(250);
    private static final Duration MAX_PAUSE_LISTENING = Duration.ofSeconds(1);
    private static final Duration MIN_REQUEST = Duration.ofMillis(1);
    private static final Duration MAX_RESERVE = Duration.ofMillis(200);

    private static final System.Logger log = System.getLogger(Poll.class.getName());

    private final StoreAccess store;
    private final LockName name;
    private final MonotonicClock clock;
    private final long startedAt;
    private final Semaphore freed = new Semaphore(0);
    private final Duration maxWait;
    private Duration pause = FIRST_PAUSE;
    private Duration maxBackoff = MAX_PAUSE;

    /** What must be left for a request to be sent: a quarter of the wait up to a limit, or twice the slowest answer. */
    private Duration reserve;

    Poll(StoreAccess store, LockName name, Duration maxWait) {
        this.store = store;
        this.name = name;
        this.clock = store.clock();
        this.startedAt = clock.nanoTime();
        this.maxWait = maxWait;
        this.reserve = min(maxWait.dividedBy(4), MAX_RESERVE);
    }

    /**
     * @param ask is given the time that its request may take
     * @throws InterruptedException if the thread is or gets interrupted; a lease granted meanwhile is given back
     */
    Optional<Lease> until(Function<Duration, Optional<Lease>> ask) throws InterruptedException {
        Optional<Lease> lease = askOnce(ask);
        if (lease.isPresent() || !timeToSpare()) {
            return lease;
        }
        try (Subscription subscription = subscribe()) {
            if (subscription != Subscription.NONE) {
                lease = askOnce(ask); // it may have been freed before anybody listened
            }
            while (lease.isEmpty() && pausedWithTimeToSpare()) {
                lease = askOnce(ask);
            }
            return lease;
        }
    }

    private Optional<Lease> askOnce(Function<Duration, Optional<Lease>> ask) throws InterruptedException {
        heedInterrupt();
        long askedAt = clock.nanoTime();
        Optional<Lease> lease = ask.apply(requestLimit());
        if (lease.isPresent()) {
            return Optional.of(unlessInterrupted(lease.get()));
        }
        heedInterrupt();
        reserve = max(reserve, since(askedAt).multipliedBy(2));
        return lease;
    }

    private Subscription subscribe() {
        Duration limit = min(timeLeft(), store.requestTimeout());
        try {
            Subscription subscription = StoreAccess.uninterrupted(
                    limit, timeout -> store.backend().subscribe(name, timeLeft(), timeout, freed::release));
            maxBackoff = subscription == Subscription.NONE ? MAX_PAUSE : MAX_PAUSE_LISTENING;
            return subscription;
        } catch (LockException e) {
            log.log(Level.DEBUG, "Lock " + name + ": polls, since it can't listen for its being freed", e);
            return Subscription.NONE;
        }
    }

    private boolean timeToSpare() {
        return timeLeft().compareTo(reserve) > 0;
    }

    /** Pauses, but not into the reserve; whether there is time for another request. */
    private boolean pausedWithTimeToSpare() throws InterruptedException {
        Duration spare = timeLeft().minus(reserve);
        if (spare.isZero() || spare.isNegative()) {
            return false;
        }
        clock.sleep(min(nextPause(), spare), freed);
        return timeLeft().compareTo(reserve.dividedBy(2)) >= 0; // a sleep may last longer than asked for
    }

    private static void heedInterrupt() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted while waiting for a lock");
        }
    }

    /** A wait of zero is one full try: its request has only the client's own limit. */
    private Duration requestLimit() {
        return maxWait.isZero() ? Duration.ofDays(1) : max(timeLeft(), MIN_REQUEST);
    }

    private static Lease unlessInterrupted(Lease lease) throws InterruptedException {
        if (Thread.interrupted()) {
            lease.close();
            throw new InterruptedException("Interrupted while waiting for lock %s".formatted(lease.name()));
        }
        return lease;
    }

    private Duration timeLeft() {
        return max(maxWait.minus(since(startedAt)), Duration.ZERO);
    }

    private Duration since(long nanoTime) {
        return Duration.ofNanos(clock.nanoTime() - nanoTime);
    }

    private Duration nextPause() {
        long half = pause.toNanos() / 2;
        pause = min(pause.multipliedBy(2), maxBackoff);
        return Duration.ofNanos(half + ThreadLocalRandom.current().nextLong(half));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
