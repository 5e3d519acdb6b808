package dev.lockrace.benchmarks.subject;

import java.util.concurrent.TimeUnit;
import org.redisson.Redisson;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** Redisson: one client for all threads. A lock belongs to the thread that acquired it. */
final class RedissonLocks implements Subject, Subject.Caller {

    private final RedissonClient client;

    private RedissonLocks(RedissonClient client) {
        this.client = client;
    }

    static RedissonLocks connect(String uri) {
        Config config = new Config();
        config.useSingleServer().setAddress(uri);
        return new RedissonLocks(Redisson.create(config));
    }

    @Override
    public Caller caller() {
        return this;
    }

    @Override
    public boolean tryAcquire(String name) {
        return tryLock(client.getLock(name));
    }

    @Override
    public boolean acquireAndRelease(String name) {
        RLock lock = client.getLock(name);
        if (!tryLock(lock)) {
            return false;
        }
        lock.unlock();
        return true;
    }

    private static boolean tryLock(RLock lock) {
        try {
            return lock.tryLock(0, TIME_TO_LIVE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
