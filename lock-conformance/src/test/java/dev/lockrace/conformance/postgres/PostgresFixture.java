package dev.lockrace.conformance.postgres;

import dev.lockrace.conformance.ServerFixture;
import dev.lockrace.conformance.fixture.BackendFactory;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.postgres.PostgresLockBackend;
import dev.lockrace.lock.postgres.PostgresLockPool;
import dev.lockrace.lock.postgres.PostgresLockSchema;
import dev.lockrace.servers.Server;
import dev.lockrace.servers.pgbouncer.PgBouncerServer;
import dev.lockrace.servers.postgres.PostgresServer;
import dev.lockrace.testsupport.TestDirectories;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real PostgreSQL server, which clients may reach through a pooler. */
public final class PostgresFixture extends ServerFixture {

    private static final String USER = "lockrace_app";

    private final boolean grantsOnly;
    private final @Nullable Server pooler;

    /** Creates a server whose clients own the lock table. */
    public PostgresFixture() {
        this(false, fixture -> null);
    }

    private PostgresFixture(boolean grantsOnly, Function<PostgresFixture, @Nullable Server> pooler) {
        super(PostgresServer.create(TestDirectories.unused("postgresql"), TestDirectories.cache()));
        this.grantsOnly = grantsOnly;
        this.pooler = pooler.apply(this);
    }

    /** Creates a server whose clients own the lock table, and reach it through PgBouncer. */
    static PostgresFixture behindPooler() {
        return new PostgresFixture(false, PostgresFixture::installedPooler);
    }

    /** Creates a server behind PgBouncer whose clients have exactly the permissions that the backend declares. */
    static PostgresFixture behindPoolerWithDeclaredPermissionsOnly() {
        return new PostgresFixture(true, PostgresFixture::installedPooler);
    }

    private Server installedPooler() {
        return PgBouncerServer.inFrontOf(TestDirectories.unused("pgbouncer"), this::endpoint, List.of(USER));
    }

    /**
     * Creates a server whose clients own the lock table, and reach it through PgBouncer in a container.
     *
     * @param settings further settings of PgBouncer
     */
    static PostgresFixture behindContainer(List<String> settings) {
        return new PostgresFixture(false, fixture -> new PgBouncerContainer(fixture::endpoint, List.of(), settings));
    }

    /** Creates a server whose clock can be stepped. */
    static PostgresFixture withSteppedClock() {
        PostgresFixture fixture = new PostgresFixture();
        fixture.useSteppedClock();
        return fixture;
    }

    /** Creates a server whose clients have exactly the permissions that the backend declares. */
    static PostgresFixture withDeclaredPermissionsOnly() {
        return new PostgresFixture(true, fixture -> null);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        super.beforeAll(context);
        if (pooler != null) {
            pooler.start();
        }
        if (grantsOnly) {
            try (Sql owner = new Sql(this)) {
                owner.run(PostgresLockSchema.ddl());
                createUser(owner, USER, declaredPermissions());
            } catch (SQLException e) {
                throw new IllegalStateException("Could not set up the user of the clients", e);
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (pooler != null) {
            pooler.close();
        }
        super.afterAll(context);
    }

    /** Restarts the pooler, which ends its sessions. */
    void restartPooler() {
        Objects.requireNonNull(pooler).stop();
        pooler.start();
    }

    /** Returns the address of the pooler, if there is one. {@link #endpoint} is that of the server. */
    @Override
    public InetSocketAddress address() {
        return pooler == null
                ? super.address()
                : new InetSocketAddress(
                        pooler.endpoint().host(), pooler.endpoint().port());
    }

    /** Creates a user whose password is that of the server's owner. */
    void createUser(Sql owner, String user, List<String> permissions) throws SQLException {
        owner.run(
                "create role %s login password '%s'".formatted(user, endpoint().password()));
        for (String permission : permissions) {
            owner.run("grant %s to %s".formatted(permission, user));
        }
    }

    List<String> declaredPermissions() {
        try (LockBackend backend = PostgresLockBackend.pooled(pool(address(), 1))) {
            return backend.guarantees().permissions();
        }
    }

    @Override
    public Class<? extends BackendFactory> factory() {
        return Database.class;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "user",
                grantsOnly ? USER : Objects.requireNonNull(endpoint().user()),
                "password",
                Objects.requireNonNull(endpoint().password()));
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
