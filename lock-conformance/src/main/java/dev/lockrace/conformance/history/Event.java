package dev.lockrace.conformance.history;

import java.util.OptionalLong;

/**
 * One call of a client, with what came of it. All times are in nanoseconds of one clock, {@link System#nanoTime()},
 * which the processes of a machine share.
 *
 * @param client process and thread
 * @param lock the lock name
 * @param owner the id under which the lease was asked for
 * @param timeToLive in nanoseconds, as asked for; 0 where none is
 * @param start before the request was sent
 * @param end after the answer was there; {@link #NEVER} when none came, as from a client that was killed
 * @param token the fencing token that the grant showed at the end of this call
 */
public record Event(
        String client,
        Call call,
        String lock,
        String owner,
        long timeToLive,
        long start,
        long end,
        Outcome outcome,
        OptionalLong token) {

    /** The end of a call that has none. */
    public static final long NEVER = Long.MAX_VALUE;

    /** What was asked for. */
    public enum Call {
        ACQUIRE,
        RENEW,
        RELEASE,
        REVOKE
    }

    /** What came of it. */
    public enum Outcome {
        /** The lock was granted; or the renewal, the release or the taking back was done. */
        DONE,
        /** The lock is held by another. */
        CONTENDED,
        /** There was no such lease any more: nothing was changed. */
        ENDED,
        /** The store certainly did nothing. */
        FAILED,
        /** The store may have done it, or may yet do it. */
        UNKNOWN
    }

    boolean done() {
        return outcome == Outcome.DONE;
    }

    boolean is(Call wanted) {
        return call == wanted;
    }

    /** Whether it was to give the lock back. */
    boolean releases() {
        return call == Call.RELEASE || call == Call.REVOKE;
    }
}
