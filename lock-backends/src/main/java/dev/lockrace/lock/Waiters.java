package dev.lockrace.lock;

import dev.lockrace.lock.LockBackend.Subscription;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * The waiters of one client, in one line for each awaited lock. Only the first of a line, which has waited longest,
 * asks the store and is notified of releases. So a release wakes one thread, whatever the number of waiters.
 */
final class Waiters {

    private static final SafeLogger log = new SafeLogger(BoundedWait.class);

    private final ConcurrentHashMap<LockName, Line> lines = new ConcurrentHashMap<>();

    /** Returns whether a thread waits for the lock. */
    boolean isAwaited(LockName name) {
        return lines.containsKey(name);
    }

    /** Adds a waiter at the end of the line, until the place is closed. */
    Place join(LockName name) {
        Place place = new Place(name);
        lines.compute(name, (key, line) -> {
            place.line = line == null ? new Line() : line;
            place.line.add(place);
            return place.line;
        });
        return place;
    }

    /** Wakes the first waiter after a release by this client, if the store does not. */
    void released(LockName name) {
        Line line = lines.get(name);
        if (line != null && !line.isSubscribed()) {
            line.releases.release();
        }
    }

    /** The waiters for one lock. */
    private static final class Line {

        private final Set<Place> places = new LinkedHashSet<>();
        private final Semaphore releases = new Semaphore(0);
        private volatile Subscription subscription = Subscription.NONE;

        /** When the first waiter should subscribe next, or {@code Long.MIN_VALUE} in the beginning. */
        private volatile long subscribeAt = Long.MIN_VALUE;

        /** When the latest request was sent whose answer was "contended", or {@code Long.MIN_VALUE}. */
        private volatile long contendedAt = Long.MIN_VALUE;

        private synchronized void add(Place place) {
            places.add(place);
        }

        private synchronized boolean isFirst(Place place) {
            Iterator<Place> all = places.iterator();
            return all.hasNext() && all.next() == place;
        }

        /** Removes the place and wakes the new first one; returns whether the line is now empty. */
        private synchronized boolean remove(Place place) {
            boolean wasFirst = isFirst(place);
            places.remove(place);
            if (wasFirst && !places.isEmpty()) {
                places.iterator().next().turn.release();
            }
            return places.isEmpty();
        }

        private boolean isSubscribed() {
            return subscription != Subscription.NONE;
        }

        private void replaceSubscription(Subscription next) {
            Subscription previous = subscription;
            subscription = next;
            try {
                previous.close();
            } catch (RuntimeException e) { // a defect of the backend, which must not lose a lease
                log.log(Level.ERROR, "A subscription to releases of a lock could not be closed", e);
            }
        }
    }

    /** The place of one waiter in the line for its lock. Used by the waiting thread only. */
    final class Place implements AutoCloseable {

        private final LockName name;
        private final Semaphore turn = new Semaphore(0);
        private Line line = new Line();
        private boolean mayHaveMissedRelease;

        private Place(LockName name) {
            this.name = name;
        }

        /** Returns whether this waiter is the one to ask the store. */
        boolean isFirst() {
            return line.isFirst(this);
        }

        /** Sleeps until this waiter is the first one, for at most the given time. */
        void awaitTurn(MonotonicClock clock, Duration time) throws InterruptedException {
            clock.sleep(time, turn);
        }

        /** Sleeps until the store notifies of a release, for at most the given time. */
        void awaitRelease(MonotonicClock clock, Duration time) throws InterruptedException {
            mayHaveMissedRelease = true;
            clock.sleep(time, line.releases);
        }

        /** Records that the store granted the lock to this waiter. */
        void granted() {
            mayHaveMissedRelease = false;
        }

        /** Records that the lock was held when a request was sent at this time. */
        void contended(long sentAt) {
            mayHaveMissedRelease = false;
            line.contendedAt = sentAt;
        }

        /** Records that a request failed, so that this line knows nothing about the lock. */
        void failed() {
            mayHaveMissedRelease = true;
            line.contendedAt = Long.MIN_VALUE;
        }

        /** Returns whether the latest request of this line was contended and was sent after the given time. */
        boolean isContendedSince(long startedAt) {
            long contendedAt = line.contendedAt;
            return contendedAt != Long.MIN_VALUE && contendedAt - startedAt >= 0;
        }

        boolean isSubscribed() {
            return line.isSubscribed();
        }

        boolean subscriptionIsDue(long now) {
            long subscribeAt = line.subscribeAt;
            return subscribeAt == Long.MIN_VALUE || now - subscribeAt >= 0;
        }

        /** Called on each release that the store reports; never blocks. */
        Runnable onRelease() {
            return line.releases::release;
        }

        /** Sets the subscription of the line, which is closed with the last place. */
        void subscribed(Subscription subscription, long subscribeAt) {
            line.replaceSubscription(subscription);
            line.subscribeAt = subscribeAt;
        }

        /** Leaves the line. The next waiter asks immediately if this one may have missed a release. */
        @Override
        public void close() {
            if (mayHaveMissedRelease) {
                line.releases.release();
            }
            boolean wasLast =
                    lines.computeIfPresent(name, (key, current) -> line.remove(this) ? null : current) == null;
            if (wasLast) {
                line.replaceSubscription(Subscription.NONE);
            }
        }
    }
}
