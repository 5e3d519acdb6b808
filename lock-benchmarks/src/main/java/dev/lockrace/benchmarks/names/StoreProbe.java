package dev.lockrace.benchmarks.names;

import dev.lockrace.benchmarks.setup.Addresses;
import dev.lockrace.benchmarks.subject.Store;

/** Asks a store itself what it keeps, beside the lock library. */
interface StoreProbe extends AutoCloseable {

    /** What is there now; the store must have nothing but locks. */
    Contents contents();

    @Override
    void close();

    static StoreProbe open(Store store, Addresses addresses) {
        return switch (store) {
            case LOCAL -> new HeapProbe();
            case DATABASE -> DatabaseProbe.connect(addresses.of("postgresql"));
            case MEMCACHED -> MemcachedProbe.connect(addresses.of("memcached"));
            case REDIS -> RedisProbe.connect(addresses.of("redis"));
        };
    }
}
