package dev.lockrace.benchmarks.subject;

import java.time.Duration;

/** The locks of one candidate in one store, with the connections that an application would share. */
public interface Subject extends AutoCloseable {

    /** The time to live of all locks, longer than any measurement. */
    Duration TIME_TO_LIVE = Duration.ofMinutes(2);

    /** The size of a connection pool, HikariCP's default. */
    int POOL_SIZE = 10;

    /**
     * Creates a caller for one thread at a time. Libraries that acquire an in-process lock first give each caller its own
     * client, as if it were another process. Otherwise callers would reject each other without a request to the store.
     */
    Caller caller();

    @Override
    void close();

    /** A client of the locks, used by one thread at a time. */
    interface Caller {

        /** Tries once to acquire the lock, without releasing it, and returns whether it was granted. */
        boolean tryAcquire(String name);

        /** Tries once to acquire the lock, releases it immediately, and returns whether both succeeded. */
        boolean acquireAndRelease(String name);
    }
}
