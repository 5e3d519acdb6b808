package dev.lockrace.conformance.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.conformance.example.CacheJob.Result;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.lock.local.LocalLockBackend;
import dev.lockrace.lock.redis.RedisLockBackend;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CacheJobTest {

    private final LockClient locks = LockClient.of(new LocalLockBackend());
    private final CountingCache cache = new CountingCache();
    private final CacheJob job = new CacheJob(locks, cache);

    private static final class CountingCache implements CacheJob.Cache {

        private final AtomicInteger filled = new AtomicInteger();
        private final AtomicInteger parts = new AtomicInteger();
        private final AtomicInteger published = new AtomicInteger();

        @Override
        public void fill() {
            filled.incrementAndGet();
        }

        @Override
        public int size() {
            return filled.get();
        }

        @Override
        public boolean hasNextPart() {
            return parts.get() < 3;
        }

        @Override
        public void fillNextPart() {
            parts.incrementAndGet();
        }

        @Override
        public void publish() {
            published.incrementAndGet();
        }
    }

    @Test
    void each_example_does_its_work_and_releases_the_lock() throws InterruptedException {
        assertThat(job.tryOnce()).isTrue();
        assertThat(job.waitForLock()).isTrue();
        assertThat(job.limitRenewal()).isTrue();
        assertThat(job.severalLocks()).isTrue();
        assertThat(job.returnValue()).contains(4);
        job.useLease();
        job.stopOnLoss();
        assertThat(job.handleErrors()).isEqualTo(Result.DONE);

        assertThat(cache.filled).hasValue(6);
        assertThat(cache.parts).hasValue(3);
        assertThat(cache.published).hasValue(1);
    }

    @Test
    void no_example_does_its_work_while_another_client_holds_the_lock() {
        try (Lease held = locks.tryAcquire(LockRequest.of("fill-cache").timeToLive(Duration.ofSeconds(15)))
                .orElseThrow()) {
            assertThat(job.tryOnce()).isFalse();
            assertThat(job.returnValue()).isEmpty();
            job.useLease();
            job.stopOnLoss();
            assertThat(job.handleErrors()).isEqualTo(Result.HELD_BY_ANOTHER);
            assertThat(held.mayBeHeld()).isTrue();
        }

        assertThat(cache.filled).hasValue(0);
        assertThat(cache.parts).hasValue(0);
        assertThat(cache.published).hasValue(0);
    }

    @Test
    void an_unavailable_store_is_not_reported_as_held_by_another() {
        try (RedisLockBackend unavailable = RedisLockBackend.connect("redis://127.0.0.1:1");
                LockClient client = LockClient.of(unavailable)) {
            assertThat(new CacheJob(client, cache).handleErrors()).isEqualTo(Result.TRY_LATER);
        }

        assertThat(cache.filled).hasValue(0);
    }
}
