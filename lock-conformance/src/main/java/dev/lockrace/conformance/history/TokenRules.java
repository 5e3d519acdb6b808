package dev.lockrace.conformance.history;

import dev.lockrace.conformance.history.Event.Call;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules for the fencing tokens of one lock name (L4). A backend without tokens violates none of them.
 *
 * <p>A grant is earlier than another if it was answered before the other was requested. If their requests overlap and
 * both leases were certainly held, the order of these times decides: the reverse order would have violated exclusion.
 */
final class TokenRules {

    private static final String DECREASING = "a token is smaller than an earlier one";

    private TokenRules() {}

    static Optional<Violation> duplicate(List<Tenure> tenures) {
        List<Event> grants = byTokenDescending(tenures);
        for (int i = 1; i < grants.size(); i++) {
            if (grants.get(i - 1).token().equals(grants.get(i).token())) {
                return violation("two grants have the same token", grants.get(i - 1), grants.get(i));
            }
        }
        return Optional.empty();
    }

    static Optional<Violation> decreasing(List<Tenure> tenures) {
        return amongHolders(tenures).or(() -> amongGrants(tenures));
    }

    private static Optional<Violation> amongHolders(List<Tenure> tenures) {
        List<Tenure> held = LeaseRules.certainlyHeld(tenures);
        for (int i = 1; i < held.size(); i++) {
            Tenure earlier = held.get(i - 1);
            Tenure later = held.get(i);
            if (token(earlier.acquisition()) > token(later.acquisition())) {
                return Optional.of(LeaseRules.violation("L4", DECREASING, earlier, later));
            }
        }
        return Optional.empty();
    }

    private static Optional<Violation> amongGrants(List<Tenure> tenures) {
        @Nullable Event earliest = null; // the first to be answered among grants with greater tokens
        for (Event grant : byTokenDescending(tenures)) {
            if (earliest != null && earliest.end() < grant.start()) {
                return violation(DECREASING, earliest, grant);
            }
            earliest = earliest == null || grant.end() < earliest.end() ? grant : earliest;
        }
        return Optional.empty();
    }

    static Optional<Violation> changed(List<Tenure> tenures) {
        return tenures.stream()
                .filter(Tenure::granted)
                .flatMap(tenure -> tenure.later(call -> !call.is(Call.REVOKE)
                                && call.token().isPresent()
                                && !call.token().equals(tenure.acquisition().token()))
                        .flatMap(
                                call -> violation("the token of a grant changed", tenure.acquisition(), call).stream()))
                .findFirst();
    }

    /** Returns the token, or the same value for all grants without one. */
    private static long token(Event grant) {
        return grant.token().orElse(Long.MIN_VALUE);
    }

    private static List<Event> byTokenDescending(List<Tenure> tenures) {
        return tenures.stream()
                .map(Tenure::acquisition)
                .filter(call -> call.done() && call.token().isPresent())
                .sorted(Comparator.comparingLong(TokenRules::token).reversed())
                .toList();
    }

    private static Optional<Violation> violation(String what, Event... events) {
        return Optional.of(new Violation("L4", what, Stream.of(events).toList()));
    }
}
