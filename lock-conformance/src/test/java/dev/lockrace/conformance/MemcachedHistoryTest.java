package dev.lockrace.conformance;

import dev.lockrace.conformance.history.HistoryContract;
import dev.lockrace.conformance.process.BackendFactory;
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
