package dev.lockrace.lock.redis;

import dev.lockrace.lock.LockName;

/**
 * The keys of a lock name. The key of the lock exists as long as its lease. The token counter is shared by all names of
 * a bucket, which bounds the number of counters. Both keys carry the bucket as hash tag, because a script needs its
 * keys on one node of a cluster.
 *
 * @param lock key of the lock, and channel on which its releases are published
 * @param token key of the token counter
 */
record RedisKeys(String lock, String token) {

    private static final int BUCKETS = 1_024;

    static RedisKeys of(LockName name) {
        int bucket = Math.floorMod(name.value().hashCode(), BUCKETS);
        return new RedisKeys("lockrace:{" + bucket + "}:" + name.value(), "lockrace-token:{" + bucket + "}");
    }
}
