package dev.lockrace.worker.event;

import dev.lockrace.lock.Lease;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A reading of the database's clock, which gives a lower bound for later moments without another query.
 *
 * <p>Renewals are recorded with it. A recorded request must not be later than the true one, and a holder must not wait
 * for the database. The database read its clock before its answer arrived here. So whatever happens here some time after
 * the arrival happens at least that long after the reading, even if the lock was requested again in between. This
 * machine's wall clock plays no part. A slow answer makes the bound too early, never too late.
 *
 * <p>The rates of synchronized clocks differ by less than a thousandth (NTP slews by at most half of that), so that much
 * is subtracted. If the database's clock is set, its recorded events are wrong in any case.
 *
 * @param reading by the database's clock
 * @param receivedAt when the reading arrived here, as {@link System#nanoTime()}
 */
public record DatabaseClock(Instant reading, long receivedAt) {

    private static final long DRIFT_ALLOWANCE = 1_000;

    /** Returns a reading whose answer has just arrived. */
    static DatabaseClock receivedNow(Instant reading) {
        return new DatabaseClock(reading, System.nanoTime());
    }

    /**
     * Returns a moment no later than the last request for the lease, which is its last renewal or its acquisition. The
     * time to live counts from that request.
     *
     * @param timeToLive the time to live that was requested
     * @return null if the lease has or may have expired, since the last request is unknown then
     */
    @Nullable
    Instant noLaterThanLastRequest(Lease lease, Duration timeToLive) {
        long now = System.nanoTime(); // read before timeLeft(): a delay in between makes the bound too early
        Duration left = lease.timeLeft();
        return left.isZero() ? null : noLaterThan(now - timeToLive.minus(left).toNanos());
    }

    /**
     * Returns a lower bound of the database's clock at a later moment, in whole microseconds, as the database stores
     * them.
     *
     * @param nanoTime the later moment, as {@link System#nanoTime()}
     */
    Instant noLaterThan(long nanoTime) {
        Duration elapsed = Duration.ofNanos(nanoTime - receivedAt);
        return reading.plus(elapsed.minus(elapsed.dividedBy(DRIFT_ALLOWANCE))).truncatedTo(ChronoUnit.MICROS);
    }
}
