package dev.lockrace.fault.lock;

import dev.lockrace.lock.LockBackend;

/**
 * Locks that are broken, each in one way that only a store outside the process shows: right clients of a store, with one
 * thing bent. What judges locks must convict them.
 */
public enum BrokenLock {
    ERRORS_AS_CONTENDED("errors-as-contended", "a store that did not answer looks like a lock that is held"),
    UNKNOWN_AS_FAILED("unknown-as-failed", "what may have been done is said to have failed, so nobody takes it back"),
    RENEWS_NO_MORE_AFTER_AN_ERROR("renews-no-more-after-an-error", "one renewal that failed is the last one sent"),
    ENDS_BY_THE_HOLDERS_TIMER(
            "ends-by-the-holders-timer",
            "in the store a lease is for ever, and a timer in the holder's process ends it"),
    ENDS_BY_THE_CLIENTS_CLOCK(
            "ends-by-the-clients-clock", "the store is told until when a lease lasts, by the client's wall clock"),
    HALF_THE_TIME_TO_LIVE(
            "half-the-time-to-live", "the store is asked for half of the time to live that the holder counts on"),
    NO_OWNER_CHECK(
            "no-owner-check",
            "everybody is the same owner to the store, so a release or renewal acts on whoever's lease there is");

    /** The Spring Boot property that names the broken lock, where this module is on the class path. */
    public static final String PROPERTY = "lockrace.fault.broken-lock";

    private final String id;
    private final String sentence;

    BrokenLock(String id, String sentence) {
        this.id = id;
        this.sentence = sentence;
    }

    /**
     * The lock of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static BrokenLock of(String id) {
        for (BrokenLock lock : values()) {
            if (lock.id.equals(id)) {
                return lock;
            }
        }
        throw new IllegalArgumentException("There is no broken lock named " + id);
    }

    /** Its name, such as {@code no-owner-check}. */
    public String id() {
        return id;
    }

    /** What is broken, in a clause. */
    public String sentence() {
        return sentence;
    }

    /**
     * That backend, broken.
     *
     * @param whole closed with the result
     */
    public LockBackend broken(LockBackend whole) {
        return switch (this) {
            case ERRORS_AS_CONTENDED -> new ContendedOnErrors(whole);
            case UNKNOWN_AS_FAILED -> new FailedWhenUnknown(whole);
            case RENEWS_NO_MORE_AFTER_AN_ERROR -> new NoRenewalAfterError(whole);
            case ENDS_BY_THE_HOLDERS_TIMER -> new HolderTimerExpiry(whole);
            case ENDS_BY_THE_CLIENTS_CLOCK -> new ClientClockExpiry(whole);
            case HALF_THE_TIME_TO_LIVE -> new HalvedTimeToLive(whole);
            case NO_OWNER_CHECK -> new NoOwnerCheck(whole);
        };
    }

    @Override
    public String toString() {
        return id;
    }
}
