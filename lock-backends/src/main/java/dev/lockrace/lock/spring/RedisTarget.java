package dev.lockrace.lock.spring;

import dev.lockrace.lock.redis.RedisLockBackend;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import java.util.List;

/**
 * The address, credentials and TLS settings of the Redis server of the locks.
 *
 * @param servers one server or the Sentinels of one, or some nodes of a cluster; not empty
 */
record RedisTarget(List<RedisURI> servers, boolean cluster, SslOptions tls) {

    /** Returns the server, or the first node of the cluster. */
    RedisURI uri() {
        return servers.get(0);
    }

    RedisLockBackend connect() {
        return cluster ? RedisLockBackend.connectToCluster(servers, tls) : RedisLockBackend.connect(uri(), tls);
    }
}
