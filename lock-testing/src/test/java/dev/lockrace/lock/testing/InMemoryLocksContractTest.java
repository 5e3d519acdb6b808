package dev.lockrace.lock.testing;

import dev.lockrace.conformance.LockContract;
import dev.lockrace.conformance.fixture.LockFixture;

class InMemoryLocksContractTest extends LockContract {

    private static final InMemoryLocks LOCKS = new InMemoryLocks();

    @Override
    public LockFixture fixture() {
        return LOCKS::backend;
    }
}
