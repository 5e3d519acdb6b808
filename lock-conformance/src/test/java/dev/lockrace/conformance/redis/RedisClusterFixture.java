package dev.lockrace.conformance.redis;

import dev.lockrace.conformance.fixture.LockFixture;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.redis.RedisLockBackend;
import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.ServerProcess;
import dev.lockrace.servers.redis.RedisCluster;
import dev.lockrace.testsupport.TestDirectories;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real Redis Cluster, whose clients know two of its nodes and have the documented permissions and no others. */
final class RedisClusterFixture implements LockFixture, BeforeAllCallback, AfterAllCallback {

    private @Nullable RedisCluster cluster;

    @Override
    public void beforeAll(ExtensionContext context) {
        cluster = RedisCluster.start(TestDirectories.unused("redis-cluster"), TestDirectories.cache());
        nodes().forEach(node -> RedisFixture.createUser(node.endpoint()));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (cluster != null) {
            cluster.close();
        }
    }

    /** Returns the nodes: three primaries with a third of the slots each, then the replica of the first. */
    List<ServerProcess> nodes() {
        return Objects.requireNonNull(cluster, "not started").nodes();
    }

    Endpoint endpoint(int node) {
        return nodes().get(node).endpoint();
    }

    @Override
    public LockBackend newBackend() {
        return RedisLockBackend.connect("%s,127.0.0.1:%d"
                .formatted(RedisFixture.uri(endpoint(0).port()), endpoint(1).port())
                .replace("redis://", "redis-cluster://"));
    }
}
