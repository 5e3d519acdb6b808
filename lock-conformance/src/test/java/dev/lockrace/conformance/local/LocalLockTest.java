package dev.lockrace.conformance.local;

import dev.lockrace.conformance.LockContract;
import dev.lockrace.conformance.fixture.LockFixture;
import dev.lockrace.lock.local.LocalLockBackend;

class LocalLockTest extends LockContract {

    private static final LocalLockBackend STORE = new LocalLockBackend();

    @Override
    public LockFixture fixture() {
        return () -> STORE;
    }
}
