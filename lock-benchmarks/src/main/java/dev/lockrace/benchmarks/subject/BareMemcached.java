package dev.lockrace.benchmarks.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.ConnectionFactoryBuilder.Protocol;
import net.spy.memcached.MemcachedClient;
import net.spy.memcached.internal.OperationFuture;

/** memcached's bare driver: {@code add} and {@code delete}, without an owner check. */
final class BareMemcached implements Subject, Subject.Caller {

    private final MemcachedClient client;
    private final AtomicLong calls = new AtomicLong();

    private BareMemcached(MemcachedClient client) {
        this.client = client;
    }

    static BareMemcached connect(List<InetSocketAddress> servers) {
        try {
            return new BareMemcached(new MemcachedClient(
                    new ConnectionFactoryBuilder()
                            .setProtocol(Protocol.BINARY)
                            .setDaemon(true)
                            .build(),
                    servers));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Caller caller() {
        return this;
    }

    @Override
    public boolean tryAcquire(String name) {
        return answer(client.add(name, Math.toIntExact(TIME_TO_LIVE.toSeconds()), "owner-" + calls.incrementAndGet()));
    }

    @Override
    public boolean acquireAndRelease(String name) {
        return tryAcquire(name) && answer(client.delete(name));
    }

    private static boolean answer(OperationFuture<Boolean> future) {
        try {
            return future.get(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("memcached did not answer: " + e, e);
        }
    }

    @Override
    public void close() {
        client.shutdown(1, TimeUnit.SECONDS);
    }
}
