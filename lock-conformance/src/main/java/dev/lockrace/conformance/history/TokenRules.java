package dev.lockrace.conformance.history;

import dev.lockrace.conformance.history.Event.Call;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the fencing tokens of one lock name must be; a backend without tokens breaks none of this.
 *
 * <p>Of two grants the one that was answered before the other was asked for is the earlier. So it is of two that overlap
 * in time, if both were certainly held later: had the other come first, it would have been held through this one's grant.
 */
final class TokenRules {

    private static final String WENT_BACK = "a token that went back";

    private TokenRules() {}

    static Optional<Violation> shared(List<Tenure> tenures) {
        List<Event> grants = byFallingToken(tenures);
        for (int i = 1; i < grants.size(); i++) {
            if (grants.get(i - 1).token().equals(grants.get(i).token())) {
                return violation("two grants with one token", grants.get(i - 1), grants.get(i));
            }
        }
        return Optional.empty();
    }

    static Optional<Violation> wentBack(List<Tenure> tenures) {
        return amongHolders(tenures).or(() -> amongGrants(tenures));
    }

    private static Optional<Violation> amongHolders(List<Tenure> tenures) {
        List<Tenure> held = LeaseRules.certainlyHeld(tenures);
        for (int i = 1; i < held.size(); i++) {
            Tenure earlier = held.get(i - 1);
            Tenure later = held.get(i);
            if (token(earlier.acquisition()) > token(later.acquisition())) {
                return Optional.of(LeaseRules.violation("L4", WENT_BACK, earlier, later));
            }
        }
        return Optional.empty();
    }

    private static Optional<Violation> amongGrants(List<Tenure> tenures) {
        @Nullable Event soonest = null; // to be answered, of those with greater tokens
        for (Event grant : byFallingToken(tenures)) {
            if (soonest != null && soonest.end() < grant.start()) {
                return violation(WENT_BACK, soonest, grant);
            }
            soonest = soonest == null || grant.end() < soonest.end() ? grant : soonest;
        }
        return Optional.empty();
    }

    static Optional<Violation> changed(List<Tenure> tenures) {
        return tenures.stream()
                .filter(Tenure::granted)
                .flatMap(tenure -> tenure.later(call -> !call.is(Call.REVOKE)
                                && call.token().isPresent()
                                && !call.token().equals(tenure.acquisition().token()))
                        .flatMap(call -> violation("a token that changed", tenure.acquisition(), call).stream()))
                .findFirst();
    }

    /** Those without a token have the same. */
    private static long token(Event grant) {
        return grant.token().orElse(Long.MIN_VALUE);
    }

    private static List<Event> byFallingToken(List<Tenure> tenures) {
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
