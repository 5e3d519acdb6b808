package dev.lockrace.lock;

/** Whether a lease is renewed for its holder (clause L7). */
public enum Renewal {
    /** A watchdog renews it until it is given back: the work may take longer than the time to live. */
    AUTOMATIC,
    /** It ends after its time to live, also when the work hangs. */
    NONE
}
