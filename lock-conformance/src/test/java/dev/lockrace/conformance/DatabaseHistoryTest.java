package dev.lockrace.conformance;

import dev.lockrace.conformance.history.BackendFactory;
import dev.lockrace.conformance.history.HistoryContract;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.database.DatabaseLockBackend;
import dev.lockrace.lock.database.DatabaseLockPool;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabaseHistoryTest extends HistoryContract {

    @RegisterExtension
    static final DatabaseFixture STORE = new DatabaseFixture();

    @Override
    protected Class<? extends BackendFactory> factory() {
        return Database.class;
    }

    @Override
    protected InetSocketAddress address() {
        return STORE.address();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of(
                "user", Objects.requireNonNull(STORE.endpoint().user()),
                "password", Objects.requireNonNull(STORE.endpoint().password()));
    }

    /** The backend {@code database}. */
    public static final class Database implements BackendFactory {

        @Override
        public LockBackend newBackend(InetSocketAddress address, Map<String, String> settings) {
            return DatabaseLockBackend.pooled(new DatabaseLockPool(
                    "jdbc:postgresql://%s:%d/postgres".formatted(address.getHostString(), address.getPort()),
                    settings.get("user"),
                    settings.get("password"),
                    2,
                    LockClient.DEFAULT_REQUEST_TIMEOUT,
                    true));
        }
    }
}
