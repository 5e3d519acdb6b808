package dev.lockrace.lock.redis;

import dev.lockrace.lock.LockName;

/**
 * The keys of a lock name. The lock's own key lives as long as its lease; the token counter is shared by all names of a
 * bucket, so that counters don't pile up. Both carry the bucket as hash tag: a script needs its keys on one node of a
 * cluster.
 *
 * @param lock the key of the lock, and the channel on which its release is told
 * @param token the key of the token counter
 */
record RedisKeys(String lock, String token) {

    private static final int BUCKETS = 1_024;

    static RedisKeys of(LockName name) {
        int bucket = Math.floorMod(name.value().hashCode(), BUCKETS);
        return new RedisKeys("lockrace:{" + bucket + "}:" + name.value(), "lockrace-token:{" + bucket + "}");
    }
}
