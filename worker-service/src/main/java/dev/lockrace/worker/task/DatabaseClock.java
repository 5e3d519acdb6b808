package dev.lockrace.worker.task;

import dev.lockrace.lock.Lease;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A moment that the database told by its clock, and what can be told by it of later ones without asking again.
 *
 * <p>So renewals come on record. Evidence must not put a request later than it was sent, and nothing in a hold may wait
 * for the database. Both follow from one answer: the database read its clock before that answer arrived here. So what is
 * done here some time after the arrival is done at least that time after the moment told, also when the lock was asked
 * for again since. This machine's date plays no part, and an answer that took long makes the result too early, never too
 * late.
 *
 * <p>Clocks that are kept right run at rates that differ by less than a thousandth (NTP slews by half of that), so that
 * much is taken off. While somebody sets the database's clock no events is right, whatever is done here.
 *
 * @param moment by the database's clock
 * @param answeredAt when that was known here, as {@link System#nanoTime()}
 */
record DatabaseClock(Instant moment, long answeredAt) {

    private static final long DRIFT_ALLOWANCE = 1_000;

    /** That moment, told by an answer that has just arrived. */
    static DatabaseClock answeredNow(Instant moment) {
        return new DatabaseClock(moment, System.nanoTime());
    }

    /**
     * A moment no later than the last request, a renewal or the first, that the lease counts from; null when the lease
     * has ended or may have, since nobody knows then.
     *
     * @param timeToLive that the lease was asked for with
     */
    @Nullable
    Instant noLaterThanLastRequest(Lease lease, Duration timeToLive) {
        long now = System.nanoTime(); // before what is left is read: a delay between them makes the moment too early
        Duration left = lease.timeLeft();
        return left.isZero() ? null : noLaterThan(now - timeToLive.minus(left).toNanos());
    }

    /**
     * What the database's clock showed at least at a later moment, in whole microseconds as the database keeps them.
     *
     * @param nanoTime the later moment, as {@link System#nanoTime()}
     */
    Instant noLaterThan(long nanoTime) {
        Duration passed = Duration.ofNanos(nanoTime - answeredAt);
        return moment.plus(passed.minus(passed.dividedBy(DRIFT_ALLOWANCE))).truncatedTo(ChronoUnit.MICROS);
    }
}
