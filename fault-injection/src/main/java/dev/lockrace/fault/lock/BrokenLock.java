package dev.lockrace.fault.lock;

import dev.lockrace.lock.LockBackend;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Deliberately broken locks. Each wraps a correct client of a shared store and adds one defect that cannot show inside
 * a single process. The conformance kit and the fault experiments must detect each of them.
 */
public enum BrokenLock {
    ERRORS_AS_CONTENDED("errors-as-contended", "a request that the store did not answer is reported as contended"),
    UNKNOWN_OUTCOME_AS_FAILURE(
            "unknown-outcome-as-failure",
            "an acquisition of unknown outcome is reported as failed, so an orphaned grant is not revoked"),
    NO_RENEWAL_AFTER_ERROR("no-renewal-after-error", "after one failed renewal the lease is not renewed again"),
    HOLDER_TIMER_EXPIRY(
            "holder-timer-expiry", "the lease never expires in the store; a timer in the holder's process ends it"),
    CLIENT_CLOCK_EXPIRY("client-clock-expiry", "the client's wall clock determines when the lease expires"),
    HALVED_TIME_TO_LIVE("halved-time-to-live", "the store receives half the time to live that the holder counts on"),
    NO_OWNER_CHECK("no-owner-check", "all clients use the same owner id, so anyone can release or renew any lease");

    /** The Spring Boot property that selects the broken lock, if this module is on the class path. */
    public static final String PROPERTY = "lockrace.fault.broken-lock";

    private final String id;
    private final String description;

    BrokenLock(String id, String description) {
        this.id = id;
        this.description = description;
    }

    /**
     * Returns the broken lock with the given id.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static BrokenLock of(String id) {
        for (BrokenLock lock : values()) {
            if (lock.id.equals(id)) {
                return lock;
            }
        }
        throw new IllegalArgumentException(
                "Unknown broken lock '%s'; the values of %s are: %s".formatted(id, PROPERTY, ids()));
    }

    private static String ids() {
        return Arrays.stream(values()).map(BrokenLock::id).collect(Collectors.joining(", "));
    }

    /** Returns the id, such as {@code no-owner-check}. */
    public String id() {
        return id;
    }

    /** Describes the defect, in a clause without a full stop. */
    public String description() {
        return description;
    }

    /**
     * Wraps a correct backend and adds the defect.
     *
     * @param delegate closed with the result
     */
    public LockBackend wrap(LockBackend delegate) {
        return switch (this) {
            case ERRORS_AS_CONTENDED -> new ErrorsAsContended(delegate);
            case UNKNOWN_OUTCOME_AS_FAILURE -> new UnknownOutcomeAsFailure(delegate);
            case NO_RENEWAL_AFTER_ERROR -> new NoRenewalAfterError(delegate);
            case HOLDER_TIMER_EXPIRY -> new HolderTimerExpiry(delegate);
            case CLIENT_CLOCK_EXPIRY -> new ClientClockExpiry(delegate);
            case HALVED_TIME_TO_LIVE -> new HalvedTimeToLive(delegate);
            case NO_OWNER_CHECK -> new NoOwnerCheck(delegate);
        };
    }

    @Override
    public String toString() {
        return id;
    }
}
