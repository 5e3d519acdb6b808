package dev.lockrace.conformance.memcached;

import dev.lockrace.conformance.fixture.BackendFactory;
import dev.lockrace.conformance.history.HistoryContract;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs on the real memcached. The build selects this test on machines where memcached is installed. */
@Tag("process")
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
