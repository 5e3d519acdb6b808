package dev.lockrace.race.verdict;

import static dev.lockrace.race.event.AttemptOutcome.CONTENDED;

import dev.lockrace.race.event.EventLog.Attempt;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The contention of a run: whether an attempt requested the lock while another held it. Without contention, the events
 * prove nothing about the lock. The holds must not overlap.
 *
 * <p>An attempt that acquired the lock must have requested it during another recorded hold. A contended attempt proves
 * by its answer that the lock was held. It only has to have requested the lock after the holder did, since the holder
 * records its hold a moment after the grant.
 */
final class Contention {

    private final NavigableMap<Instant, Hold> byStart;
    private final NavigableMap<Instant, Hold> byRequest;

    private Contention(NavigableMap<Instant, Hold> byStart, NavigableMap<Instant, Hold> byRequest) {
        this.byStart = byStart;
        this.byRequest = byRequest;
    }

    static boolean isShownBy(List<Attempt> attempts, List<Hold> holds) {
        Contention contention = new Contention(
                sorted(holds, Hold::from), sorted(holds, hold -> hold.attempt().requestedAt()));
        return attempts.stream().anyMatch(contention::requestedDuringAnotherHold);
    }

    private static NavigableMap<Instant, Hold> sorted(List<Hold> holds, Function<Hold, Instant> key) {
        return holds.stream().collect(Collectors.toMap(key, Function.identity(), (a, b) -> b, TreeMap::new));
    }

    private boolean requestedDuringAnotherHold(Attempt attempt) {
        if (attempt.outcome() == CONTENDED) {
            return requestedBeforeEndOfAnother(byRequest.floorEntry(attempt.requestedAt()), attempt);
        }
        // An attempt without an answer, or that ended before its request, says nothing about the lock.
        return attempt.acquiredAt() != null
                && requestedBeforeEndOfAnother(byStart.floorEntry(attempt.requestedAt()), attempt);
    }

    private static boolean requestedBeforeEndOfAnother(Map.@Nullable Entry<Instant, Hold> latest, Attempt attempt) {
        return latest != null
                && !latest.getValue().attempt().equals(attempt)
                && attempt.requestedAt().isBefore(latest.getValue().to());
    }
}
