package dev.lockrace.conformance;

import dev.lockrace.conformance.history.BackendFactory;
import dev.lockrace.conformance.history.HistoryContract;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.memcached.MemcachedLockBackend;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On the real memcached; selected by the build on machines that have one. */
@Tag("real-memcached")
class MemcachedHistoryTest extends HistoryContract {

    @RegisterExtension
    static final MemcachedFixture STORE = MemcachedFixture.real();

    @Override
    protected Class<? extends BackendFactory> factory() {
        return Memcached.class;
    }

    @Override
    protected InetSocketAddress address() {
        return STORE.address();
    }

    /** The backend {@code memcached}. */
    public static final class Memcached implements BackendFactory {

        @Override
        public LockBackend newBackend(InetSocketAddress address, Map<String, String> settings) {
            return MemcachedLockBackend.connect(List.of(address));
        }
    }
}
