package dev.lockrace.lock;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request for a lease on a named lock: immutable, reusable, and independent of a backend.
 *
 * <pre>{@code
 * LockRequest.of("invoice:42").timeToLive(Duration.ofSeconds(15)).maxHold(Duration.ofMinutes(10))
 * }</pre>
 */
@CheckReturnValue
public final class LockRequest {

    private final LockName name;
    private final Duration timeToLive;
    private final Duration minHold;
    private final @Nullable Duration maxHold;

    private LockRequest(LockName name, Duration timeToLive, Duration minHold, @Nullable Duration maxHold) {
        this.name = name;
        this.timeToLive = timeToLive;
        this.minHold = minHold;
        this.maxHold = maxHold;
    }

    /**
     * Starts a request for the lock of this name, which lacks the time to live.
     *
     * @throws IllegalLockRequestException if the name is not a valid {@link LockName}
     */
    public static WithoutTimeToLive of(String name) {
        return new WithoutTimeToLive(new LockName(name));
    }

    /**
     * Keeps the lock from other clients for at least this long after its grant (clause L13). A holder that releases its
     * lease earlier has released it, and returns immediately. The store ends the lease when the minimum hold is over.
     * This survives a crash of the holder. So of the instances that start a short scheduled job at about the same time,
     * one runs it, although their clocks differ.
     *
     * @param minHold zero for none, at most the time to live, so that the lease of a holder that crashes lasts as long.
     *     The store rounds it up like a time to live
     * @return a copy with this minimum
     * @throws IllegalLockRequestException if the minimum is negative or longer than the time to live
     */
    public LockRequest minHold(Duration minHold) {
        if (minHold.isNegative() || minHold.compareTo(timeToLive) > 0) {
            throw new IllegalLockRequestException(
                    "Lock '%s': the minimum hold must be zero to the time to live of %s, was: %s"
                            .formatted(name, timeToLive, minHold));
        }
        return new LockRequest(name, timeToLive, minHold, maxHold);
    }

    /**
     * Limits the automatic renewal: a lease that is renewed automatically ends at the latest this long after its grant.
     * So a holder that hangs does not keep the lock forever. The holder is notified of the end as of any other loss.
     * Without a limit, the lease is renewed until it is released. With the time to live as the limit, it is not renewed
     * at all. Renewals by {@link Lease#renew()} and {@link Lease#renew(Duration)} are not limited.
     *
     * @param maxHold at least the time to live
     * @return a copy with this limit
     * @throws IllegalLockRequestException if the limit is shorter than the time to live
     */
    public LockRequest maxHold(Duration maxHold) {
        if (maxHold.compareTo(timeToLive) < 0) {
            throw new IllegalLockRequestException(
                    "Lock '%s': the maximum hold must not be shorter than the time to live of %s, was: %s"
                            .formatted(name, timeToLive, maxHold));
        }
        return new LockRequest(name, timeToLive, minHold, maxHold);
    }

    /** Returns the name of the lock. */
    public LockName name() {
        return name;
    }

    /** Returns the time after which the lease expires unless it is renewed. */
    public Duration timeToLive() {
        return timeToLive;
    }

    /** Returns the time for which the lock stays contended after its grant, whenever it is released; zero for none. */
    public Duration minHold() {
        return minHold;
    }

    /** Returns the limit of automatic renewal, or empty if there is none. */
    public Optional<Duration> maxHold() {
        return Optional.ofNullable(maxHold);
    }

    @Override
    public String toString() {
        return "LockRequest[%s, time to live %s%s%s]"
                .formatted(
                        name,
                        timeToLive,
                        minHold.isZero() ? "" : ", minimum hold " + minHold,
                        maxHold == null ? "" : ", maximum hold " + maxHold);
    }

    /** A request that lacks the time to live. */
    @CheckReturnValue
    public static final class WithoutTimeToLive {

        private final LockName name;

        private WithoutTimeToLive(LockName name) {
            this.name = name;
        }

        /**
         * Completes the request.
         *
         * @param timeToLive time after which the store ends the lease unless it is renewed, for instance because its
         *     holder has crashed. The backend checks it against its {@linkplain Guarantees limits}
         */
        public LockRequest timeToLive(Duration timeToLive) {
            return new LockRequest(name, timeToLive, Duration.ZERO, null);
        }
    }
}
