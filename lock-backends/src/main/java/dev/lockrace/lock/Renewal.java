package dev.lockrace.lock;

/** Whether a lease is renewed automatically (clause L7). */
public enum Renewal {
    /** A watchdog renews the lease until its release, so the work may take longer than the time to live. */
    AUTOMATIC,
    /** The lease ends after its time to live, even if the work hangs. */
    NONE
}
