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
 * A checker that judges a history by what its calls prove about each lease ({@link Tenure}), for each lock name on its
 * own. It has no false positives: slow or paused clients and unknown outcomes never make a correct lock look broken.
 *
 * <ul>
 *   <li>L1: two leases were certainly held at the same time, or a lease ended early.
 *   <li>L4: a token is not greater than that of an earlier holder, or of a grant that was answered before this one was
 *       requested. Or two grants have the same token, or the token of a grant changes.
 *   <li>L5: an acquisition was contended while no lease can have been held. Or an acquisition that was reported as
 *       failed or contended could be renewed, released or revoked.
 *   <li>L7: a lease that had certainly ended was renewed or released.
 * </ul>
 *
 * The checker assumes that only expiry and its holder end a lease. The store must not restart while the history is
 * recorded.
 */
public final class HistoryChecker {

    private final LeaseRules leases;
    private final List<Function<List<Tenure>, Optional<Violation>>> rules;

    /**
     * @param overrun how long a lease may outlast its time to live: the declared overrun and a tolerance for a busy
     *     machine
     */
    public HistoryChecker(Duration overrun) {
        this.leases = new LeaseRules(overrun.toNanos());
        rules = List.of(
                LeaseRules::twoHolders,
                LeaseRules::endedEarly,
                TokenRules::duplicate,
                TokenRules::decreasing,
                TokenRules::changed,
                leases::contendedWhileFree,
                LeaseRules::unreportedGrant,
                leases::revived);
    }

    /**
     * Returns the first violation of each rule for each lock name, or none if a correct lock could produce this
     * history.
     *
     * @param history all calls of all clients on its lock names
     * @throws IllegalArgumentException if the acquisition of a lease is missing
     */
    public List<Violation> check(Collection<Event> history) {
        return byLock(history).flatMap(this::checkLock).toList();
    }

    /**
     * Returns the share of the contended acquisitions that would be a violation if no client held the lock. For the
     * others, a request of unknown outcome on the same lock name is an excuse. The share of no acquisition is 1.
     *
     * @param history all calls of all clients on its lock names
     * @throws IllegalArgumentException if the acquisition of a lease is missing
     */
    public double provableShareOfContended(Collection<Event> history) {
        List<List<Tenure>> locks = byLock(history).toList();
        long contended = locks.stream().flatMap(LeaseRules::contended).count();
        long provable = locks.stream().flatMap(leases::provable).count();
        return contended == 0 ? 1 : (double) provable / contended;
    }

    private static Stream<List<Tenure>> byLock(Collection<Event> history) {
        return history.stream()
                .collect(groupingBy(Event::lock, TreeMap::new, groupingBy(Event::owner)))
                .values()
                .stream()
                .map(owners -> owners.values().stream().map(Tenure::of).toList());
    }

    private Stream<Violation> checkLock(List<Tenure> tenures) {
        return rules.stream().flatMap(rule -> rule.apply(tenures).stream());
    }
}
