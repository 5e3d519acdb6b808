package dev.lockrace.lock.postgres;

import dev.lockrace.lock.spi.Deadline;
import dev.lockrace.lock.spi.UninterruptibleWait;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Permits for the connections of a pool. Requests queue here in the order of their arrival, so that no more of them
 * enter the pool than it has connections: the pool serves waiting threads in any order, and HikariCP before 7.1 spins
 * while virtual threads wait.
 *
 * @param permits the semaphores that a request has to pass, in this order
 */
record ConnectionPermits(List<Semaphore> permits) {

    /** Permits for two kinds of request that share a pool. */
    record Pair(ConnectionPermits attempts, ConnectionPermits holders) {}

    /** Creates no limit, for a pool of unknown size. */
    static Pair unlimited() {
        ConnectionPermits none = new ConnectionPermits(List.of());
        return new Pair(none, none);
    }

    /** Creates permits for that many connections, of which attempts to acquire use all but one. */
    static Pair of(int connections) {
        Semaphore all = new Semaphore(connections, true);
        Semaphore attempts = new Semaphore(connections - 1, true);
        return new Pair(new ConnectionPermits(List.of(attempts, all)), new ConnectionPermits(List.of(all)));
    }

    /** Waits for a connection to be free. Returns false, without a permit, if none was free in time. */
    boolean enter(Duration timeout) {
        Deadline deadline = Deadline.after(timeout);
        for (int entered = 0; entered < permits.size(); entered++) {
            if (!UninterruptibleWait.acquire(permits.get(entered), deadline)) {
                permits.subList(0, entered).forEach(Semaphore::release);
                return false;
            }
        }
        return true;
    }

    void exit() {
        permits.forEach(Semaphore::release);
    }
}
