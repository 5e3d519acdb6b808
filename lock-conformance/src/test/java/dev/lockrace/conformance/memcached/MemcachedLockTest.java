package dev.lockrace.conformance.memcached;

import dev.lockrace.conformance.SharedLockContract;
import dev.lockrace.conformance.fixture.SharedStoreFixture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On the real memcached; selected by the build on machines that have one. */
@Tag("real-memcached")
class MemcachedLockTest extends SharedLockContract {

    @RegisterExtension
    static final MemcachedFixture STORE = MemcachedFixture.real();

    @Override
    public SharedStoreFixture fixture() {
        return STORE;
    }
}
