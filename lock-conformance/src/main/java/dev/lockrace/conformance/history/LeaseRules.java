package dev.lockrace.conformance.history;

import dev.lockrace.conformance.history.Event.Outcome;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rules for the leases of one lock name (L1, L5 and L7).
 *
 * @param overrun how long a lease may outlast its time to live, in nanoseconds
 */
record LeaseRules(long overrun) {

    static Optional<Violation> twoHolders(List<Tenure> tenures) {
        List<Tenure> held = certainlyHeld(tenures);
        // Comparing neighbours is enough: if none overlap, the ends are in the same order as the starts.
        for (int i = 1; i < held.size(); i++) {
            Tenure one = held.get(i - 1);
            Tenure two = held.get(i);
            long overlap = Math.min(one.heldUntil(), two.heldUntil()) - two.heldFrom();
            if (overlap > 0) {
                return Optional.of(violation("L1", "two holders for %.3f ms".formatted(overlap / 1e6), one, two));
            }
        }
        return Optional.empty();
    }

    /** Returns the leases that were certainly held for some time, ordered by the start of that time. */
    static List<Tenure> certainlyHeld(List<Tenure> tenures) {
        return tenures.stream()
                .filter(tenure -> tenure.granted() && tenure.heldFrom() < tenure.heldUntil())
                .sorted(Comparator.comparingLong(Tenure::heldFrom))
                .toList();
    }

    static Optional<Violation> endedEarly(List<Tenure> tenures) {
        return tenures.stream()
                .filter(Tenure::granted)
                .flatMap(tenure -> tenure.later(call -> call.outcome() == Outcome.ENDED)
                        .filter(call -> call.end() < tenure.heldUntil())
                        .map(call -> violation("L1", "a lease ended early", tenure, call)))
                .findFirst();
    }

    Optional<Violation> contendedWhileFree(List<Tenure> tenures) {
        List<Possibility> possible = possibilities(tenures);
        return contended(tenures)
                .filter(call -> possible.stream().noneMatch(tenure -> tenure.overlaps(call)))
                .map(call -> new Violation(
                        "L5",
                        "an acquisition was contended while no lease was held",
                        withLastLeaseBefore(call, possible)))
                .findFirst();
    }

    /**
     * Returns the contended acquisitions that can be proved wrong, if they are: no lease without a known end may have
     * been the cause.
     */
    Stream<Event> provable(List<Tenure> tenures) {
        List<Possibility> endless = possibilities(tenures).stream()
                .filter(tenure -> tenure.until() == Event.NEVER)
                .toList();
        return contended(tenures).filter(call -> endless.stream().noneMatch(tenure -> tenure.overlaps(call)));
    }

    static Stream<Event> contended(List<Tenure> tenures) {
        return tenures.stream().map(Tenure::acquisition).filter(call -> call.outcome() == Outcome.CONTENDED);
    }

    private List<Possibility> possibilities(List<Tenure> tenures) {
        return tenures.stream()
                .filter(Tenure::mayHaveBeenGranted)
                .map(tenure -> new Possibility(tenure, tenure.acquisition().start(), tenure.mayBeHeldUntil(overrun)))
                .toList();
    }

    private record Possibility(Tenure tenure, long from, long until) {

        boolean overlaps(Event call) {
            return from <= call.end() && until >= call.start();
        }
    }

    private static List<Event> withLastLeaseBefore(Event call, List<Possibility> possible) {
        Stream<Event> last = possible.stream()
                .filter(tenure -> tenure.until() < call.start())
                .max(Comparator.comparingLong(Possibility::until))
                .stream()
                .flatMap(before -> before.tenure().proof());
        return Stream.concat(last, Stream.of(call)).toList();
    }

    static Optional<Violation> unreportedGrant(List<Tenure> tenures) {
        return tenures.stream()
                .filter(tenure -> !tenure.mayHaveBeenGranted())
                .flatMap(tenure -> tenure.later(Event::done)
                        .map(call -> violation("L5", "a grant was reported as failed or contended", tenure, call)))
                .findFirst();
    }

    Optional<Violation> revived(List<Tenure> tenures) {
        return tenures.stream()
                .filter(Tenure::granted)
                .flatMap(tenure -> tenure.later(Event::done)
                        .filter(call -> call.start() > tenure.endedBefore(call, overrun))
                        .map(call -> violation("L7", "an ended lease was revived", tenure, call)))
                .findFirst();
    }

    static Violation violation(String clause, String what, Tenure one, Tenure two) {
        return new Violation(
                clause, what, Stream.concat(one.proof(), two.proof()).toList());
    }

    private static Violation violation(String clause, String what, Tenure tenure, Event call) {
        return new Violation(
                clause, what, Stream.concat(tenure.proof(), Stream.of(call)).toList());
    }
}
