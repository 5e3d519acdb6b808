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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The backend {@code memcached} on Infinispan's endpoint, which stands in where a machine has no memcached. Its {@code
 * cas} is not right ({@link InfinispanTrapsTest}), so one clause is asserted only as far as it holds.
 */
class InfinispanLockTest extends SharedLockContract {

    @RegisterExtension
    static final MemcachedFixture STORE = MemcachedFixture.infinispan();

    @Override
    public SharedStoreFixture fixture() {
        return STORE;
    }

    /** The renewal may be answered with a yes, yet does nothing: others get the lock, and the holder harms no one. */
    @Test
    @Override
    public void L7_an_ended_lease_is_never_revived_though_nobody_took_over() {
        LockBackend backend = contest().backend();
        Duration timeToLive = Contest.shortTimeToLive(backend.guarantees());
        Grant grant = backend.tryAcquire(contest().lockName(), Contest.newOwner(), timeToLive, REQUEST_TIMEOUT)
                .orElseThrow();
        Contest.sleep(Contest.maxLeaseDuration(backend.guarantees(), timeToLive));

        boolean unreliable = grant.renew(LONG, REQUEST_TIMEOUT);
        contest().assertFree();
        assertThat(grant.renew(LONG, REQUEST_TIMEOUT) || grant.release(REQUEST_TIMEOUT))
                .as("renewal or release after another held the lock (the first renewal said %s)", unreliable)
                .isFalse();
        contest().assertFree();
    }
}
