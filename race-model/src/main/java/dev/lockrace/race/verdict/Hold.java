package dev.lockrace.race.verdict;

import dev.lockrace.race.event.EventLog.Attempt;
import java.time.Instant;
import java.util.Optional;

/**
 * A recorded hold: from acquired-at to the earlier of released-at and the last recorded request plus the time to live.
 * It lies inside the true hold, even if the holder was paused or killed or its last renewals were not recorded. An
 * overlap of recorded holds is therefore a true overlap. Short overlaps can be missed: there are no false positives,
 * but violations may go undetected.
 */
public record Hold(Attempt attempt, Instant from, Instant to) {

    /**
     * Returns the hold of an attempt. Empty if no lease was granted, or if the grant was recorded after the lease had
     * expired.
     */
    public static Optional<Hold> of(Attempt attempt) {
        Instant from = attempt.acquiredAt();
        if (from == null) {
            return Optional.empty();
        }
        Instant released = attempt.releasedAt();
        Instant to = released == null || attempt.outlivedItsLease() ? attempt.leaseEnd() : released;
        return from.isBefore(to) ? Optional.of(new Hold(attempt, from, to)) : Optional.empty();
    }

    boolean contains(Instant moment) {
        return !moment.isBefore(from) && moment.isBefore(to);
    }
}
