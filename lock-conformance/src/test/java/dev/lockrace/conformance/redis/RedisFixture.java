package dev.lockrace.conformance.redis;

import dev.lockrace.conformance.ServerFixture;
import dev.lockrace.conformance.fixture.BackendFactory;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.redis.RedisLockBackend;
import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.Server;
import dev.lockrace.servers.redis.RedisServer;
import dev.lockrace.testsupport.TestDirectories;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real Redis server, whose clients log in as a user that has the documented permissions and no others. */
public final class RedisFixture extends ServerFixture {

    private static final String USER = "locks";
    private static final String PASSWORD = "secret";

    private final Class<? extends BackendFactory> factory;
    private volatile boolean stopped;

    public RedisFixture() {
        this(Redis.class);
    }

    /** Creates a fixture whose clients are made by the given factory. */
    public RedisFixture(Class<? extends BackendFactory> factory) {
        this(RedisServer.inMemory(TestDirectories.unused("redis"), TestDirectories.cache()), factory);
    }

    private RedisFixture(Server server, Class<? extends BackendFactory> factory) {
        super(server);
        this.factory = factory;
    }

    /** Creates a fixture whose clock can be stepped. */
    static RedisFixture withSteppedClock() {
        RedisFixture fixture = new RedisFixture();
        fixture.useSteppedClock();
        return fixture;
    }

    /** Creates a fixture for Redis 8, which needs Docker. */
    static RedisFixture inContainer() {
        return new RedisFixture(new RedisContainer(), Redis.class);
    }

    @Override
    public Class<? extends BackendFactory> factory() {
        return factory;
    }

    @Override
    public void stopStore() {
        super.stopStore();
        stopped = true;
    }

    @Override
    public void startStore() {
        super.startStore();
        if (stopped) {
            createUser();
            stopped = false;
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        super.beforeAll(context);
        createUser();
    }

    /** Creates the user, which Redis keeps in memory. */
    private void createUser() {
        createUser(endpoint());
    }

    static void createUser(Endpoint server) {
        try (RedisAdmin admin = RedisAdmin.connect(server)) {
            admin.redis().configSet("acl-pubsub-default", "resetchannels"); // the default since Redis 7
            admin.createUser(USER, PASSWORD, RedisAdmin.PERMISSIONS);
        }
    }

    /** Returns the URI of the user that has the documented permissions. */
    static String uri(InetSocketAddress address) {
        return uri(USER, PASSWORD, address);
    }

    static String uri(int port) {
        return uri(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    static String uri(String user, String password, InetSocketAddress address) {
        return "redis://%s:%s@%s:%d".formatted(user, password, address.getHostString(), address.getPort());
    }

    /** The factory of the backend {@code redis}. */
    public static final class Redis implements BackendFactory {

        @Override
        public LockBackend newBackend(InetSocketAddress address, Map<String, String> settings) {
            return RedisLockBackend.connect(uri(address));
        }
    }
}
