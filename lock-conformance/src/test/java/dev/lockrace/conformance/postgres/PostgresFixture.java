package dev.lockrace.conformance.postgres;

import dev.lockrace.conformance.ServerFixture;
import dev.lockrace.conformance.fixture.BackendFactory;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.postgres.PostgresLockBackend;
import dev.lockrace.lock.postgres.PostgresLockPool;
import dev.lockrace.servers.postgres.PostgresServer;
import dev.lockrace.testsupport.TestDirectories;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Objects;

/** A real PostgreSQL server. */
public final class PostgresFixture extends ServerFixture {

    public PostgresFixture() {
        super(PostgresServer.create(TestDirectories.unused("postgresql"), TestDirectories.cache()));
    }

    @Override
    public Class<? extends BackendFactory> factory() {
        return Database.class;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "user", Objects.requireNonNull(endpoint().user()),
                "password", Objects.requireNonNull(endpoint().password()));
    }

    PostgresLockPool pool(InetSocketAddress address, int size) {
        return pool(address, settings(), size);
    }

    private static PostgresLockPool pool(InetSocketAddress address, Map<String, String> settings, int size) {
        return new PostgresLockPool(
                "jdbc:postgresql://%s:%d/postgres".formatted(address.getHostString(), address.getPort()),
                settings.get("user"),
                settings.get("password"),
                size,
                LockClient.DEFAULT_REQUEST_TIMEOUT,
                true);
    }

    /** The factory of the backend {@code database}. */
    public static final class Database implements BackendFactory {

        @Override
        public LockBackend newBackend(InetSocketAddress address, Map<String, String> settings) {
            return PostgresLockBackend.pooled(pool(address, settings, 2));
        }
    }
}
