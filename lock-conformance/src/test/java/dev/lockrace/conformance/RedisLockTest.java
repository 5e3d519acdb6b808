package dev.lockrace.conformance;

import org.junit.jupiter.api.extension.RegisterExtension;

class RedisLockTest extends SharedLockContract {

    @RegisterExtension
    static final RedisFixture STORE = new RedisFixture();

    @Override
    public SharedStoreFixture fixture() {
        return STORE;
    }
}
