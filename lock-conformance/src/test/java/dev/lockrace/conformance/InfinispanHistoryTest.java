package dev.lockrace.conformance;

import dev.lockrace.conformance.history.HistoryContract;
import dev.lockrace.conformance.process.BackendFactory;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The backend {@code memcached} on Infinispan's endpoint. */
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
}
