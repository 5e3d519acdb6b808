package dev.lockrace.conformance.broken;

import dev.lockrace.conformance.SharedLockContract;
import dev.lockrace.conformance.fixture.BackendFactory;
import dev.lockrace.conformance.fixture.SharedStoreFixture;
import dev.lockrace.conformance.redis.RedisFixture;
import dev.lockrace.fault.lock.BrokenLock;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.redis.RedisLockBackend;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The contract run on locks of a real Redis, each broken in one way that only a store outside the process shows; {@link
 * BrokenSharedLocksTest} runs them.
 */
final class BrokenSharedLocks {

    private BrokenSharedLocks() {}

    /** Clients of Redis that are broken. */
    private abstract static class Factory implements BackendFactory {

        private final BrokenLock lock;

        Factory(BrokenLock lock) {
            this.lock = lock;
        }

        @Override
        public final LockBackend newBackend(InetSocketAddress address, Map<String, String> settings) {
            return lock.wrap(
                    RedisLockBackend.connect("redis://%s:%d".formatted(address.getHostString(), address.getPort())));
        }
    }

    /** A store that did not answer looks like a lock that is held, as in many a recipe. */
    static class ReportsErrorsAsContended extends SharedLockContract {

        @RegisterExtension
        static final RedisFixture STORE = new RedisFixture(ReportsErrorsAsContended.Clients.class);

        @Override
        public SharedStoreFixture fixture() {
            return STORE;
        }

        /** Its clients. */
        public static final class Clients extends Factory {
            public Clients() {
                super(BrokenLock.ERRORS_AS_CONTENDED);
            }
        }
    }

    /** What may have been done is said to have failed, so nobody takes it back. */
    static class ReportsUnknownOutcomesAsFailures extends SharedLockContract {

        @RegisterExtension
        static final RedisFixture STORE = new RedisFixture(ReportsUnknownOutcomesAsFailures.Clients.class);

        @Override
        public SharedStoreFixture fixture() {
            return STORE;
        }

        /** Its clients. */
        public static final class Clients extends Factory {
            public Clients() {
                super(BrokenLock.UNKNOWN_OUTCOME_AS_FAILURE);
            }
        }
    }

    /** One renewal that failed is the last one sent: so looks a watchdog, from the store, that died of its first error. */
    static class RenewsNoMoreAfterAnError extends SharedLockContract {

        @RegisterExtension
        static final RedisFixture STORE = new RedisFixture(RenewsNoMoreAfterAnError.Clients.class);

        @Override
        public SharedStoreFixture fixture() {
            return STORE;
        }

        /** Its clients. */
        public static final class Clients extends Factory {
            public Clients() {
                super(BrokenLock.NO_RENEWAL_AFTER_ERROR);
            }
        }
    }

    /** In the store a lease is for ever; a timer in the holder's process ends it in time, as long as that runs. */
    static class EndsLeasesByTheHoldersTimer extends SharedLockContract {

        @RegisterExtension
        static final RedisFixture STORE = new RedisFixture(EndsLeasesByTheHoldersTimer.Clients.class);

        @Override
        public SharedStoreFixture fixture() {
            return STORE;
        }

        /** Its clients. */
        public static final class Clients extends Factory {
            public Clients() {
                super(BrokenLock.HOLDER_TIMER_EXPIRY);
            }
        }
    }
}
