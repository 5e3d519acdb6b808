package dev.lockrace.conformance.history;

import dev.lockrace.conformance.history.Event.Call;
import dev.lockrace.conformance.history.Event.Outcome;
import java.util.OptionalLong;

/** Factory methods for the calls of a history. Times are in milliseconds, the default time to live is 100 ms. */
final class Calls {

    static final long NEVER = -1;

    private static final long MILLI = 1_000_000;
    private static final long TIME_TO_LIVE = 100;

    private Calls() {}

    static Event grant(String owner, long start, long end) {
        return call(Call.ACQUIRE, owner, start, end, Outcome.DONE);
    }

    static Event grant(String owner, long start, long end, long token) {
        return withToken(grant(owner, start, end), token);
    }

    static Event acquire(String owner, long start, long end, Outcome outcome) {
        return call(Call.ACQUIRE, owner, start, end, outcome);
    }

    static Event renew(String owner, long start, long end, Outcome outcome) {
        return call(Call.RENEW, owner, start, end, outcome);
    }

    static Event renew(String owner, long start, long end, long timeToLive, Outcome outcome) {
        return call(Call.RENEW, owner, timeToLive, start, end, outcome);
    }

    static Event release(String owner, long start, long end, Outcome outcome) {
        return call(Call.RELEASE, owner, start, end, outcome);
    }

    static Event revoke(String owner, long start, long end, Outcome outcome) {
        return call(Call.REVOKE, owner, start, end, outcome);
    }

    static Event withToken(Event event, long token) {
        return new Event(
                event.client(),
                event.call(),
                event.lock(),
                event.owner(),
                event.timeToLive(),
                event.start(),
                event.end(),
                event.outcome(),
                OptionalLong.of(token));
    }

    private static Event call(Call call, String owner, long start, long end, Outcome outcome) {
        boolean hasTimeToLive = call == Call.ACQUIRE || call == Call.RENEW;
        return call(call, owner, hasTimeToLive ? TIME_TO_LIVE : 0, start, end, outcome);
    }

    private static Event call(Call call, String owner, long timeToLive, long start, long end, Outcome outcome) {
        return new Event(
                "client of " + owner,
                call,
                "lock",
                owner,
                timeToLive * MILLI,
                start * MILLI,
                end == NEVER ? Event.NEVER : end * MILLI,
                outcome,
                OptionalLong.empty());
    }
}
