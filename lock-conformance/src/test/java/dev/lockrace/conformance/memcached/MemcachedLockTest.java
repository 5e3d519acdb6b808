package dev.lockrace.conformance.memcached;

import dev.lockrace.conformance.SharedLockContract;
import dev.lockrace.conformance.fixture.SharedStoreFixture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs on the real memcached. The build selects this test on machines where memcached is installed. */
@Tag("process")
@Tag("real-memcached")
class MemcachedLockTest extends SharedLockContract {

    @RegisterExtension
    static final MemcachedFixture STORE = MemcachedFixture.real();

    @Override
    public SharedStoreFixture fixture() {
        return STORE;
    }
}
