package dev.lockrace.conformance.history;

import static java.util.stream.Collectors.groupingBy;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Judges a history by what its calls prove about each lease ({@link Tenure}), one lock name after another. It convicts
 * on nothing but what no right lock can have answered: all bounds are taken so that neither a client that was slow or
 * stopped nor an outcome that is unknown makes a right lock look wrong.
 *
 * <ul>
 *   <li>L1: two leases were certainly held at the same moment, or one ended before its time.
 *   <li>L4: a token is not greater than that of an earlier holder, or of a grant that was answered before this one was
 *       asked for, or is not the grant's alone, or changes.
 *   <li>L5: "held by another" while nobody can have held it, or what was certainly not granted was there to give back.
 *   <li>L7: a lease that had certainly ended was renewed or given back.
 * </ul>
 *
 * It knows of no reason but time and its holder for a lease to end: the store must not be restarted meanwhile.
 */
public final class HistoryChecker {

    private final List<Function<List<Tenure>, Optional<Violation>>> rules;

    /**
     * @param overrun how long a lease may last beyond its time to live: what the backend declares, and something for a
     *     machine that is busy
     */
    public HistoryChecker(Duration overrun) {
        LeaseRules leases = new LeaseRules(overrun.toNanos());
        rules = List.of(
                LeaseRules::twoHolders,
                LeaseRules::endedEarly,
                TokenRules::shared,
                TokenRules::wentBack,
                TokenRules::changed,
                leases::contendedForNothing,
                LeaseRules::refusedYetGranted,
                leases::revived);
    }

    /**
     * The first violation of each kind for each lock name; none when a right lock can have answered so.
     *
     * @param history every call of all clients on its lock names
     * @throws IllegalArgumentException if a call is missing
     */
    public List<Violation> check(Collection<Event> history) {
        return history.stream()
                .collect(groupingBy(Event::lock, TreeMap::new, groupingBy(Event::owner)))
                .values()
                .stream()
                .map(owners -> owners.values().stream().map(Tenure::of).toList())
                .flatMap(this::checkLock)
                .toList();
    }

    private Stream<Violation> checkLock(List<Tenure> tenures) {
        return rules.stream().flatMap(rule -> rule.apply(tenures).stream());
    }
}
