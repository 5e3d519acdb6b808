package dev.lockrace.conformance;

import org.junit.jupiter.api.AfterEach;

/**
 * The lock contract as tests, for a backend whose store processes share over the network: all of {@link LockContract},
 * and what must hold while the store is down or slow, the network fails, or a process is frozen. Extend it, and give it
 * the {@link #fixture store}.
 *
 * <p>The store is stopped and started by some tests, so no other test may use it at the same time.
 */
public abstract class SharedLockContract extends LockContract
        implements OutageClauses,
                LostAnswerClauses,
                SlowStoreClauses,
                CutOffHolderClauses,
                FrozenHolderClauses,
                RoundTripClauses {

    /** The store that is tested; the same for all tests of the class, and running when they begin. */
    @Override
    public abstract SharedStoreFixture fixture();

    @AfterEach
    void startStoreAgain() {
        fixture().startStore();
    }
}
