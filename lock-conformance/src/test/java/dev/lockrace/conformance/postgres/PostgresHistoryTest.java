package dev.lockrace.conformance.postgres;

import dev.lockrace.conformance.fixture.BackendFactory;
import dev.lockrace.conformance.history.HistoryContract;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("process")
class PostgresHistoryTest extends HistoryContract {

    @RegisterExtension
    static final PostgresFixture STORE = PostgresFixture.withDeclaredPermissionsOnly();

    @Override
    protected Class<? extends BackendFactory> factory() {
        return STORE.factory();
    }

    @Override
    protected InetSocketAddress address() {
        return STORE.address();
    }

    @Override
    protected Map<String, String> settings() {
        return STORE.settings();
    }
}
