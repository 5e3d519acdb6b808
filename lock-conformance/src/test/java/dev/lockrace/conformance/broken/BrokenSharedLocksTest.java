package dev.lockrace.conformance.broken;

import dev.lockrace.conformance.LockContract;
import dev.lockrace.conformance.broken.BrokenSharedLocks.ErrorsAsContended;
import dev.lockrace.conformance.broken.BrokenSharedLocks.HolderTimerExpiry;
import dev.lockrace.conformance.broken.BrokenSharedLocks.NoRenewalAfterError;
import dev.lockrace.conformance.broken.BrokenSharedLocks.UnknownOutcomeAsFailure;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The kit fails each broken lock of a shared store on exactly the clauses that it violates. Each has its own Redis. */
@Tag("process")
class BrokenSharedLocksTest {

    /**
     * The clauses that each lock violates. A lock that leaves orphaned grants does so at an interrupt too (L10). A
     * timer in the holder's process does not end the leases of a paused holder. A release that failed before the end of
     * a minimum hold is repeated as a renewal and then, once the minimum hold is over, as a release: so a lock that
     * fails renewals does not violate L13.
     */
    static final Map<Class<? extends LockContract>, Set<String>> SHARED = Map.of(
            HolderTimerExpiry.class, Set.of("L2", "L3", "L8"),
            NoRenewalAfterError.class, Set.of("L7"),
            ErrorsAsContended.class, Set.of("L5", "L10"),
            UnknownOutcomeAsFailure.class, Set.of("L5", "L10"));

    @Test
    void kit_fails_each_broken_lock_on_exactly_the_clauses_that_it_violates() {
        KitRun.on(SHARED.keySet(), 4).assertViolations(SHARED, Map.of());
    }
}
