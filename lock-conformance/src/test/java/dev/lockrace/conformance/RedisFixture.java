package dev.lockrace.conformance;

import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.redis.RedisLockBackend;
import dev.lockrace.servers.EmbeddedServers;
import java.net.InetSocketAddress;

/** Redis, the real one. */
final class RedisFixture extends ServerFixture {

    RedisFixture() {
        super(EmbeddedServers.redis(TestFolders.unused("redis"), TestFolders.cache()));
    }

    @Override
    public LockBackend newBackend(InetSocketAddress address) {
        return RedisLockBackend.connect(uri(address));
    }

    String uri(InetSocketAddress address) {
        return "redis://%s:%d".formatted(address.getHostString(), address.getPort());
    }
}
