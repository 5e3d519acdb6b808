package dev.lockrace.conformance.broken;

import dev.lockrace.conformance.LockContract;
import dev.lockrace.conformance.broken.BrokenSharedLocks.EndsLeasesByTheHoldersTimer;
import dev.lockrace.conformance.broken.BrokenSharedLocks.RenewsNoMoreAfterAnError;
import dev.lockrace.conformance.broken.BrokenSharedLocks.ReportsErrorsAsContended;
import dev.lockrace.conformance.broken.BrokenSharedLocks.ReportsUnknownOutcomesAsFailures;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** As {@link BrokenLocksTest}, for locks of a store that processes share: each has a Redis of its own. */
class BrokenSharedLocksTest {

    /**
     * Those that only a store outside the process shows. Who leaves a grant behind that nobody knows of does so at an
     * interrupt, too (L10); who ends leases by a timer of the holder's never ends those of one that is frozen.
     */
    static final Map<Class<? extends LockContract>, Set<String>> SHARED = Map.of(
            EndsLeasesByTheHoldersTimer.class, Set.of("L2", "L3", "L8"),
            RenewsNoMoreAfterAnError.class, Set.of("L7"),
            ReportsErrorsAsContended.class, Set.of("L5", "L10"),
            ReportsUnknownOutcomesAsFailures.class, Set.of("L5", "L10"));

    @Test
    void the_kit_fails_each_broken_lock_on_the_clauses_that_it_breaks_and_no_other() {
        KitRun.on(SHARED.keySet(), "same_thread", SHARED.size()).assertBreaks(SHARED, Map.of());
    }
}
