package dev.lockrace.conformance.history;

import java.util.OptionalLong;

/**
 * One call of a client and its outcome. Times are in nanoseconds of {@link System#nanoTime()}, which all processes of a
 * machine share.
 *
 * @param client the process and thread
 * @param lock the lock name
 * @param owner the owner id of the lease
 * @param timeToLive the requested time to live in nanoseconds; 0 for a call without one
 * @param start the time before the request was sent
 * @param end the time after the response arrived; {@link #NEVER} if none did, as when the client was killed
 * @param token the fencing token of the grant at the end of this call
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

    /** The end of a call without a response. */
    public static final long NEVER = Long.MAX_VALUE;

    /** The operation of the backend. */
    public enum Call {
        ACQUIRE,
        RENEW,
        RELEASE,
        REVOKE
    }

    /** The outcome of a call. */
    public enum Outcome {
        /** The lock was granted, or the renewal, release or revocation took effect. */
        DONE,
        /** The lock is held by another. */
        CONTENDED,
        /** The lease had already ended, and nothing was changed. */
        ENDED,
        /** The request certainly had no effect. */
        FAILED,
        /** The request may have taken effect, or may still do so. */
        UNKNOWN
    }

    boolean done() {
        return outcome == Outcome.DONE;
    }

    boolean is(Call wanted) {
        return call == wanted;
    }

    /** Returns whether this call ends the lease. */
    boolean endsLease() {
        return call == Call.RELEASE || call == Call.REVOKE;
    }
}
