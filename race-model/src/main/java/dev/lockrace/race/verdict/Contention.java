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
 * Whether somebody tried while another held the lock: without that, a record shows nothing. For holds that don't lie
 * over each other.
 *
 * <p>Who got the lock must have asked inside another's recorded hold. Who was turned away proves by that answer that the
 * lock was held: he must have asked after the holder did, since the holder writes its hold down a moment after the grant
 * that turned him away.
 */
final class Contention {

    private final NavigableMap<Instant, Hold> byBegin;
    private final NavigableMap<Instant, Hold> byRequest;

    private Contention(NavigableMap<Instant, Hold> byBegin, NavigableMap<Instant, Hold> byRequest) {
        this.byBegin = byBegin;
        this.byRequest = byRequest;
    }

    static boolean isShownBy(List<Attempt> attempts, List<Hold> holds) {
        Contention contention = new Contention(
                sorted(holds, Hold::from), sorted(holds, hold -> hold.attempt().requestedAt()));
        return attempts.stream().anyMatch(contention::fellInsideAnothersHold);
    }

    private static NavigableMap<Instant, Hold> sorted(List<Hold> holds, Function<Hold, Instant> key) {
        return holds.stream().collect(Collectors.toMap(key, Function.identity(), (a, b) -> b, TreeMap::new));
    }

    private boolean fellInsideAnothersHold(Attempt attempt) {
        if (attempt.outcome() == CONTENDED) {
            return isBeforeTheEndOfAnother(byRequest.floorEntry(attempt.requestedAt()), attempt);
        }
        // A try that got no answer, or never got as far as to ask, says nothing about the lock.
        return attempt.acquiredAt() != null
                && isBeforeTheEndOfAnother(byBegin.floorEntry(attempt.requestedAt()), attempt);
    }

    private static boolean isBeforeTheEndOfAnother(Map.@Nullable Entry<Instant, Hold> latest, Attempt attempt) {
        return latest != null
                && !latest.getValue().attempt().equals(attempt)
                && attempt.requestedAt().isBefore(latest.getValue().to());
    }
}
