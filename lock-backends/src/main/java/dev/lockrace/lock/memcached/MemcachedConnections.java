package dev.lockrace.lock.memcached;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.spy.memcached.ConnectionObserver;

/** Follows the connections to memcached's servers, as the driver reports them. */
final class MemcachedConnections implements ConnectionObserver {

    private final CountDownLatch first;
    private final AtomicLong lost = new AtomicLong();

    MemcachedConnections(int servers) {
        this.first = new CountDownLatch(servers);
    }

    /** Waits until every server has been connected once, at most that long; keeps the thread's interrupt status. */
    void awaitFirst(Duration limit) {
        try {
            var unused = first.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * How many connections were lost until now. A server that restarted has lost them first: as long as the number is
     * the same, its CAS ids are those of the same process.
     */
    long lost() {
        return lost.get();
    }

    @Override
    public void connectionEstablished(SocketAddress server, int reconnectCount) {
        first.countDown();
    }

    @Override
    public void connectionLost(SocketAddress server) {
        lost.incrementAndGet();
    }
}
