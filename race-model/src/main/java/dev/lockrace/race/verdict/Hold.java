package dev.lockrace.race.verdict;

import dev.lockrace.race.event.EventLog.Attempt;
import java.time.Instant;
import java.util.Optional;

/**
 * A recorded hold: from acquired-at to the earlier of released-at and the last requested-at on record plus the time to
 * live. So it lies inside the true hold, also of a holder that froze or died or whose last renewals are not on record,
 * and an overlap in the record is a true overlap. Short overlaps can be missed: the record convicts, it does not acquit.
 */
public record Hold(Attempt attempt, Instant from, Instant to) {

    /** The hold of an attempt; none when it got no lease, or too late for the record to prove a hold. */
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
