package dev.lockrace.conformance.memcached;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.conformance.SharedLockContract;
import dev.lockrace.conformance.clause.Contest;
import dev.lockrace.conformance.fixture.SharedStoreFixture;
import dev.lockrace.lock.Grant;
import dev.lockrace.lock.LockBackend;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The backend {@code memcached} on Infinispan's memcached endpoint, the substitute on machines without memcached. Its
 * {@code cas} deviates from memcached (see {@link InfinispanPitfallsTest}), so one test asserts less.
 */
@Tag("process")
class InfinispanLockTest extends SharedLockContract {

    @RegisterExtension
    static final MemcachedFixture STORE = MemcachedFixture.infinispan();

    @Override
    public SharedStoreFixture fixture() {
        return STORE;
    }

    /**
     * The renewal may report success without effect: other clients can then acquire the lock, unaffected by its holder.
     */
    @Test
    @Override
    public void L7_expired_lease_is_never_revived_even_if_the_lock_is_free() {
        LockBackend backend = contest().backend();
        Duration timeToLive = Contest.shortTimeToLive(backend.guarantees());
        Grant grant = backend.tryAcquire(contest().lockName(), Contest.newOwner(), timeToLive, REQUEST_TIMEOUT)
                .orElseThrow();
        Contest.sleep(Contest.maxLeaseDuration(backend.guarantees(), timeToLive));

        boolean unreliable = grant.renew(LONG, REQUEST_TIMEOUT);
        contest().assertFree();
        assertThat(grant.renew(LONG, REQUEST_TIMEOUT) || grant.release(REQUEST_TIMEOUT))
                .as("renewal or release after another client held the lock (first renewal: %s)", unreliable)
                .isFalse();
        contest().assertFree();
    }
}
