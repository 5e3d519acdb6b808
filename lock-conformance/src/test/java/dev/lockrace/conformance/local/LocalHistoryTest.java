package dev.lockrace.conformance.local;

import dev.lockrace.conformance.fixture.BackendFactory;
import dev.lockrace.conformance.history.HistoryContract;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.local.LocalLockBackend;
import java.net.InetSocketAddress;
import java.util.Map;

class LocalHistoryTest extends HistoryContract {

    @Override
    protected Class<? extends BackendFactory> factory() {
        return Local.class;
    }

    /** The factory of the backend {@code local}. */
    public static final class Local implements BackendFactory {

        @Override
        public LockBackend newBackend(InetSocketAddress address, Map<String, String> settings) {
            return new LocalLockBackend();
        }
    }
}
