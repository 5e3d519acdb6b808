package dev.lockrace.conformance;

import dev.lockrace.conformance.history.BackendFactory;
import dev.lockrace.conformance.history.HistoryContract;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.redis.RedisLockBackend;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisHistoryTest extends HistoryContract {

    @RegisterExtension
    static final RedisFixture STORE = new RedisFixture();

    @Override
    protected Class<? extends BackendFactory> factory() {
        return Redis.class;
    }

    @Override
    protected InetSocketAddress address() {
        return STORE.address();
    }

    /** The backend {@code redis}. */
    public static final class Redis implements BackendFactory {

        @Override
        public LockBackend newBackend(InetSocketAddress address, Map<String, String> settings) {
            return RedisLockBackend.connect("redis://%s:%d".formatted(address.getHostString(), address.getPort()));
        }
    }
}
