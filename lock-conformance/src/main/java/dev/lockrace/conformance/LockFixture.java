package dev.lockrace.conformance;

import dev.lockrace.lock.LockBackend;

/** How the kit reaches the store that is tested. One store may serve many tests: each uses lock names of its own. */
public interface LockFixture {

    /**
     * A new client of the store, independent of every other as if it lived in another process: with connections and
     * memory of its own. The kit closes it. For a backend of scope {@code PROCESS}, whose clients are the threads of
     * one process, it may be the same object each time; closing it must not harm the next test then.
     *
     * <p>The clients of one machine share its clock, so a lock whose clients judge leases by their own clocks shows only
     * if they differ here as they do elsewhere: a client that is given a clock should be given another time than the
     * one before, each half a second ahead, say.
     */
    LockBackend newBackend();
}
