package dev.lockrace.conformance.example;

import dev.lockrace.conformance.LockContract;
import dev.lockrace.conformance.fixture.LockFixture;

class MapLockTest extends LockContract {

    private static final MapLockBackend STORE = new MapLockBackend();

    @Override
    public LockFixture fixture() {
        return () -> STORE;
    }
}
