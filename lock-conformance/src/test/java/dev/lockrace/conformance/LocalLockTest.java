package dev.lockrace.conformance;

import dev.lockrace.lock.local.LocalLockBackend;

class LocalLockTest extends LockContract {

    private static final LocalLockBackend STORE = new LocalLockBackend();

    @Override
    public LockFixture fixture() {
        return () -> STORE;
    }
}
