package dev.lockrace.conformance;

import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.database.DatabaseLockBackend;
import dev.lockrace.lock.database.DatabaseLockPool;
import dev.lockrace.servers.EmbeddedServers;
import java.net.InetSocketAddress;

/** PostgreSQL, the real one. */
final class DatabaseFixture extends ServerFixture {

    DatabaseFixture() {
        super(EmbeddedServers.postgresql(TestFolders.unused("postgresql"), TestFolders.cache()));
    }

    @Override
    public LockBackend newBackend(InetSocketAddress address) {
        return DatabaseLockBackend.pooled(pool(address, 2));
    }

    DatabaseLockPool pool(InetSocketAddress address, int size) {
        return new DatabaseLockPool(
                "jdbc:postgresql://%s:%d/postgres".formatted(address.getHostString(), address.getPort()),
                endpoint().user(),
                endpoint().password(),
                size,
                LockClient.DEFAULT_REQUEST_TIMEOUT,
                true);
    }
}
