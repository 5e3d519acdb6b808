package dev.lockrace.conformance.redis;

import dev.lockrace.conformance.SharedLockContract;
import dev.lockrace.conformance.fixture.SharedStoreFixture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("process")
class RedisLockTest extends SharedLockContract {

    @RegisterExtension
    static final RedisFixture STORE = new RedisFixture();

    @Override
    public SharedStoreFixture fixture() {
        return STORE;
    }
}
