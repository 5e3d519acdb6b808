package dev.lockrace.conformance.memcached;

import dev.lockrace.conformance.fixture.BackendFactory;
import dev.lockrace.conformance.history.HistoryContract;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The backend {@code memcached} on Infinispan's memcached endpoint. */
@Tag("process")
class InfinispanHistoryTest extends HistoryContract {

    @RegisterExtension
    static final MemcachedFixture STORE = MemcachedFixture.infinispan();

    @Override
    protected Class<? extends BackendFactory> factory() {
        return STORE.factory();
    }

    @Override
    protected InetSocketAddress address() {
        return STORE.address();
    }

    /** Infinispan may confirm the renewal of an expired lease (see {@link InfinispanLockTest}). */
    @Override
    protected boolean callExpiredLeases() {
        return false;
    }
}
