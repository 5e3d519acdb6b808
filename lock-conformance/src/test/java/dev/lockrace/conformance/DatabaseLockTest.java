package dev.lockrace.conformance;

import org.junit.jupiter.api.extension.RegisterExtension;

class DatabaseLockTest extends SharedLockContract {

    @RegisterExtension
    static final DatabaseFixture STORE = new DatabaseFixture();

    @Override
    public SharedStoreFixture fixture() {
        return STORE;
    }
}
