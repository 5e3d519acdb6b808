package dev.lockrace.benchmarks.names;

import dev.lockrace.benchmarks.setup.Addresses;
import dev.lockrace.benchmarks.subject.Store;

/** Reads the size of a store directly, without the lock library. */
interface StoreProbe extends AutoCloseable {

    /** Returns the present contents. The store must contain only locks. */
    StoreContents contents();

    @Override
    void close();

    /** Opens the probe of that store. The caller closes it. */
    static StoreProbe open(Store store, Addresses addresses) {
        return switch (store) {
            case LOCAL -> new HeapProbe();
            case DATABASE -> DatabaseProbe.connect(addresses.of("postgresql"));
            case MEMCACHED -> MemcachedProbe.connect(addresses.of("memcached"));
            case REDIS -> RedisProbe.connect(addresses.of("redis"));
        };
    }
}
