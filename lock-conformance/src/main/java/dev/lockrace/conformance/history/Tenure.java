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
 * All calls under one owner id, and what they prove about its lease.
 *
 * <p>It was <em>certainly held</em> from the answer to the acquisition until the lock was given back, or until the time
 * to live after the <em>start</em> of the last request that set it: the store did not set it before. Which was the last
 * to be done is not always known, and each sets its own time to live, also a shorter one: then the one counts that gives
 * the least, a renewal of unknown outcome among them. An answer "done" to a later call is a proof too: the store says
 * that the lease lasted until then.
 *
 * <p>It was <em>possibly held</em> from the start of the acquisition until an answer said that it was over, or until the
 * time to live and the overrun after the <em>end</em> of the last request that set it; for ever where such a request is
 * unknown, since it may be done at any time.
 *
 * @param acquisition the first call
 * @param later the others, by their start
 */
record Tenure(Event acquisition, List<Event> later) {

    /** What clocks may drift apart, as a part of the time to live. */
    private static final int DRIFT = 100;

    static Tenure of(List<Event> calls) {
        List<Event> byStart =
                calls.stream().sorted(Comparator.comparingLong(Event::start)).toList();
        Event first = byStart.get(0);
        if (!first.is(Call.ACQUIRE)) {
            throw new IllegalArgumentException(
                    "A history must have every call, but an owner's acquisition is missing; its first call was: "
                            + first);
        }
        return new Tenure(first, byStart.subList(1, byStart.size()));
    }

    boolean granted() {
        return acquisition.done();
    }

    boolean possible() {
        return granted() || acquisition.outcome() == Outcome.UNKNOWN;
    }

    Stream<Event> later(Predicate<Event> wanted) {
        return later.stream().filter(wanted);
    }

    /** When it was certainly held at the earliest, if it was granted. */
    long heldFrom() {
        return acquisition.end();
    }

    /** Until when it was certainly held, if it was granted. */
    long heldUntil() {
        return released()
                .map(Event::start)
                .orElseGet(() -> Math.min(minLasting().until(), mayBeReleasedAt()));
    }

    /** The calls which prove that it was held until then. */
    Stream<Event> proof() {
        return Stream.of(acquisition, released().orElseGet(() -> minLasting().setter()));
    }

    private Optional<Event> released() {
        return later(call -> call.releases() && call.done()).findFirst();
    }

    private long mayBeReleasedAt() {
        return first(later(call -> call.releases() && call.outcome() == Outcome.UNKNOWN)
                .mapToLong(Event::start));
    }

    private record Lasting(Event setter, long until) {}

    /** Of the requests that may have been the last to set the time to live, the one by which the lease ends first. */
    private Lasting minLasting() {
        long lastStart = setters().mapToLong(Event::start).max().orElse(acquisition.start());
        return Stream.concat(setters().filter(call -> call.end() >= lastStart), unknownRenewals())
                .map(call -> new Lasting(call, lastsAtLeast(call, lastStart)))
                .min(Comparator.comparingLong(Lasting::until))
                .orElseThrow();
    }

    /** If it was the last to be done, then after the start of all that are known to be done. */
    private static long lastsAtLeast(Event setter, long lastStart) {
        return Math.max(setter.start(), lastStart) + setter.timeToLive() - setter.timeToLive() / DRIFT;
    }

    /** The requests that were done and set the time to live. */
    private Stream<Event> setters() {
        return Stream.concat(Stream.of(acquisition), later(call -> call.is(Call.RENEW)))
                .filter(Event::done);
    }

    private Stream<Event> unknownRenewals() {
        return later(call -> call.is(Call.RENEW) && call.outcome() == Outcome.UNKNOWN);
    }

    /** Until when it may have been held. */
    long mayBeHeldUntil(long overrun) {
        LongStream ends = later(
                        call -> (call.releases() && call.done()) || (granted() && call.outcome() == Outcome.ENDED))
                .mapToLong(Event::end);
        return Math.min(first(ends), lastsAtMost(overrun, Event.NEVER));
    }

    /** When it was over at the latest by what was asked before that call. */
    long overBefore(Event call, long overrun) {
        LongStream ends = later(earlier -> earlier.releases() && earlier.done() && !earlier.equals(call))
                .mapToLong(Event::end);
        return Math.min(first(ends), lastsAtMost(overrun, call.start()));
    }

    private long lastsAtMost(long overrun, long before) {
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
