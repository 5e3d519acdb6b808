package dev.lockrace.conformance.memcached;

import dev.lockrace.conformance.fixture.BackendFactory;
import dev.lockrace.conformance.history.HistoryContract;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On the real memcached; selected by the build on machines that have one. */
@Tag("real-memcached")
class MemcachedHistoryTest extends HistoryContract {

    @RegisterExtension
    static final MemcachedFixture STORE = MemcachedFixture.real();

    @Override
    protected Class<? extends BackendFactory> factory() {
        return STORE.factory();
    }

    @Override
    protected InetSocketAddress address() {
        return STORE.address();
    }
}
