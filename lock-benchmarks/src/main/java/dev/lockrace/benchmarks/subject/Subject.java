package dev.lockrace.benchmarks.subject;

import java.time.Duration;

/** The locks of one library in one store, with the connections that an application would share. */
public interface Subject extends AutoCloseable {

    /** How long every lock lasts that is not given back: longer than any measurement. */
    Duration TIME_TO_LIVE = Duration.ofMinutes(2);

    /** How many connections a pool has, for who uses one: HikariCP's default. */
    int POOL_SIZE = 10;

    /**
     * Who asks for locks, on one thread at a time. Libraries with an in-process lock before the store give each caller a
     * client of its own, as in a process of its own: otherwise callers would turn each other away without asking.
     */
    Caller caller();

    @Override
    void close();

    /** One thread's use of the locks. */
    interface Caller {

        /** Asks once for the lock; whether it was granted. Keeps it then. */
        boolean tryAcquire(String name);

        /** Asks once for the lock and gives it back at once; whether both were done. */
        boolean acquireAndRelease(String name);
    }
}
