package dev.lockrace.conformance;

import dev.lockrace.conformance.clause.SharedLockClauses;
import dev.lockrace.conformance.clause.StoreAccess;
import dev.lockrace.conformance.fixture.SharedStoreFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The lock contract as tests, for a backend whose store is shared by processes over the network. It adds to {@link
 * LockContract} what must hold while the store is down or slow, the network fails, or a holder is paused.
 *
 * <p>Some tests stop and start the store. No other test of the class runs meanwhile, and no other class may use it.
 */
@ResourceLock(providers = StoreAccess.class)
public abstract class SharedLockContract extends LockContract implements SharedLockClauses {

    /** Returns the store under test, which runs when the tests begin. All tests of the class use the same store. */
    @Override
    public abstract SharedStoreFixture fixture();

    @AfterEach
    void startStoreAgain() {
        fixture().startStore();
    }
}
