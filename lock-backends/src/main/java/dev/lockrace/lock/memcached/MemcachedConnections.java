package dev.lockrace.lock.memcached;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.spy.memcached.ConnectionObserver;

/** An observer of the driver's connections to the memcached servers. */
final class MemcachedConnections implements ConnectionObserver {

    private final CountDownLatch established;
    private final AtomicLong lost = new AtomicLong();

    private final Runnable onLost;

    /**
     * @param count number of connections that are opened first
     * @param onLost called by the driver's thread when a connection was lost; must not block
     */
    MemcachedConnections(int count, Runnable onLost) {
        this.established = new CountDownLatch(count);
        this.onLost = onLost;
    }

    /** Waits up to {@code timeout} until that many connections have been opened; preserves the interrupt status. */
    void awaitEstablished(Duration timeout) {
        try {
            var unused = established.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Returns the number of connections lost so far. A restart of a server loses its connections first. So while the
     * number is unchanged, CAS ids come from the same server process.
     */
    long lost() {
        return lost.get();
    }

    @Override
    public void connectionEstablished(SocketAddress server, int reconnectCount) {
        established.countDown();
    }

    @Override
    public void connectionLost(SocketAddress server) {
        lost.incrementAndGet();
        onLost.run();
    }
}
