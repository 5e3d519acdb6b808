package dev.lockrace.conformance.redis;

import dev.lockrace.conformance.fixture.BackendFactory;
import dev.lockrace.conformance.history.HistoryContract;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("process")
class RedisHistoryTest extends HistoryContract {

    @RegisterExtension
    static final RedisFixture STORE = new RedisFixture();

    @Override
    protected Class<? extends BackendFactory> factory() {
        return STORE.factory();
    }

    @Override
    protected InetSocketAddress address() {
        return STORE.address();
    }
}
