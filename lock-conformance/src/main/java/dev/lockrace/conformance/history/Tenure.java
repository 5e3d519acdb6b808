package dev.lockrace.conformance.history;

import dev.lockrace.conformance.history.Event.Call;
import dev.lockrace.conformance.history.Event.Outcome;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * All calls with one owner id, and what they prove about its lease.
 *
 * <p>The lease was <em>certainly held</em> from the response of the acquisition until its release, or for the time to
 * live from the <em>start</em> of the last request that set it: the store did not set it before. The order in which the
 * store processed requests is not always known, and each sets its own, maybe shorter time to live. The one with the
 * earliest end then counts, including renewals of unknown outcome. A later call that took effect is a proof as well: by
 * the store's answer, the lease lasted until then.
 *
 * <p>The lease was <em>possibly held</em> from the start of the acquisition until a response reported its end, or for
 * the time to live and the overrun from the <em>end</em> of the last request that set it. If such a request has an
 * unknown outcome, there is no bound, since it may take effect at any time.
 *
 * @param acquisition the first call
 * @param later the other calls, ordered by their start
 */
record Tenure(Event acquisition, List<Event> later) {

    /** The drift between two clocks is at most this fraction of the time to live: one hundredth. */
    private static final int DRIFT_DIVISOR = 100;

    static Tenure of(List<Event> calls) {
        List<Event> byStart =
                calls.stream().sorted(Comparator.comparingLong(Event::start)).toList();
        Event first = byStart.get(0);
        if (!first.is(Call.ACQUIRE)) {
            throw new IllegalArgumentException(
                    "The acquisition is missing from the history of an owner, whose first call was: " + first);
        }
        return new Tenure(first, byStart.subList(1, byStart.size()));
    }

    boolean granted() {
        return acquisition.done();
    }

    boolean mayHaveBeenGranted() {
        return granted() || acquisition.outcome() == Outcome.UNKNOWN;
    }

    Stream<Event> later(Predicate<Event> wanted) {
        return later.stream().filter(wanted);
    }

    /** Returns the start of the time in which the lease was certainly held, if it was granted. */
    long heldFrom() {
        return acquisition.end();
    }

    /** Returns the end of the time in which the lease was certainly held, if it was granted. */
    long heldUntil() {
        return released()
                .map(Event::start)
                .orElseGet(() -> Math.min(earliestEnd().time(), mayBeReleasedAt()));
    }

    /** Returns the calls that prove how long the lease was held. */
    Stream<Event> proof() {
        return Stream.of(acquisition, released().orElseGet(() -> earliestEnd().setter()));
    }

    private Optional<Event> released() {
        return later(call -> call.endsLease() && call.done()).findFirst();
    }

    private long mayBeReleasedAt() {
        return first(later(call -> call.endsLease() && call.outcome() == Outcome.UNKNOWN)
                .mapToLong(Event::start));
    }

    private record End(Event setter, long time) {}

    /** Returns the earliest end among the requests that may have been the last to set the time to live. */
    private End earliestEnd() {
        long lastStart = setters().mapToLong(Event::start).max().orElse(acquisition.start());
        return Stream.concat(setters().filter(call -> call.end() >= lastStart), unknownRenewals())
                .map(call -> new End(call, minEnd(call, lastStart)))
                .min(Comparator.comparingLong(End::time))
                .orElseThrow();
    }

    /**
     * If this request took effect last, it did so after the start of all requests that are known to have taken effect.
     */
    private static long minEnd(Event setter, long lastStart) {
        return Math.max(setter.start(), lastStart) + setter.timeToLive() - setter.timeToLive() / DRIFT_DIVISOR;
    }

    /** Returns the requests that took effect and set the time to live. */
    private Stream<Event> setters() {
        return Stream.concat(Stream.of(acquisition), later(call -> call.is(Call.RENEW)))
                .filter(Event::done);
    }

    private Stream<Event> unknownRenewals() {
        return later(call -> call.is(Call.RENEW) && call.outcome() == Outcome.UNKNOWN);
    }

    /** Returns the time until which the lease may have been held. */
    long mayBeHeldUntil(long overrun) {
        LongStream ends = later(
                        call -> (call.endsLease() && call.done()) || (granted() && call.outcome() == Outcome.ENDED))
                .mapToLong(Event::end);
        return Math.min(first(ends), maxEnd(overrun, Event.NEVER));
    }

    /** Returns the time by which the lease had ended, considering only what was requested before the given call. */
    long endedBefore(Event call, long overrun) {
        LongStream ends = later(earlier -> earlier.endsLease() && earlier.done() && !earlier.equals(call))
                .mapToLong(Event::end);
        return Math.min(first(ends), maxEnd(overrun, call.start()));
    }

    private long maxEnd(long overrun, long before) {
        boolean unknown = unknownRenewals().anyMatch(call -> call.start() < before);
        return unknown || !granted()
                ? Event.NEVER
                : setters()
                        .filter(call -> call.start() < before)
                        .mapToLong(call -> call.end() + call.timeToLive() + overrun)
                        .max()
                        .orElse(Event.NEVER);
    }

    private static long first(LongStream times) {
        return times.min().orElse(Event.NEVER);
    }
}
