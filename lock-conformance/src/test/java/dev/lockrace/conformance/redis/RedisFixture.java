package dev.lockrace.conformance.redis;

import dev.lockrace.conformance.ServerFixture;
import dev.lockrace.conformance.fixture.BackendFactory;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.redis.RedisLockBackend;
import dev.lockrace.servers.redis.RedisServer;
import dev.lockrace.testsupport.TestDirectories;
import java.net.InetSocketAddress;
import java.util.Map;

/** A real Redis server. */
public final class RedisFixture extends ServerFixture {

    private final Class<? extends BackendFactory> factory;

    public RedisFixture() {
        this(Redis.class);
    }

    /** Creates a fixture whose clients are made by the given factory. */
    public RedisFixture(Class<? extends BackendFactory> factory) {
        super(RedisServer.inMemory(TestDirectories.unused("redis"), TestDirectories.cache()));
        this.factory = factory;
    }

    @Override
    public Class<? extends BackendFactory> factory() {
        return factory;
    }

    static String uri(InetSocketAddress address) {
        return "redis://%s:%d".formatted(address.getHostString(), address.getPort());
    }

    /** The factory of the backend {@code redis}. */
    public static final class Redis implements BackendFactory {

        @Override
        public LockBackend newBackend(InetSocketAddress address, Map<String, String> settings) {
            return RedisLockBackend.connect(uri(address));
        }
    }
}
