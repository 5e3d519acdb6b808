package dev.lockrace.conformance;

import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresLockTest extends SharedLockContract {

    @RegisterExtension
    static final PostgresFixture STORE = new PostgresFixture();

    @Override
    public SharedStoreFixture fixture() {
        return STORE;
    }
}
