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
 * The contract on four locks of {@link BrokenLock}, with clients of a real Redis. {@link BrokenSharedLocksTest}
 * runs them.
 */
final class BrokenSharedLocks {

    private BrokenSharedLocks() {}

    /** A factory for broken clients of Redis. */
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

    /** {@link BrokenLock#ERRORS_AS_CONTENDED} under the kit. */
    static class ErrorsAsContended extends SharedLockContract {

        @RegisterExtension
        static final RedisFixture STORE = new RedisFixture(ErrorsAsContended.Clients.class);

        @Override
        public SharedStoreFixture fixture() {
            return STORE;
        }

        /** The factory of its clients. */
        public static final class Clients extends Factory {
            public Clients() {
                super(BrokenLock.ERRORS_AS_CONTENDED);
            }
        }
    }

    /** {@link BrokenLock#UNKNOWN_OUTCOME_AS_FAILURE} under the kit. */
    static class UnknownOutcomeAsFailure extends SharedLockContract {

        @RegisterExtension
        static final RedisFixture STORE = new RedisFixture(UnknownOutcomeAsFailure.Clients.class);

        @Override
        public SharedStoreFixture fixture() {
            return STORE;
        }

        /** The factory of its clients. */
        public static final class Clients extends Factory {
            public Clients() {
                super(BrokenLock.UNKNOWN_OUTCOME_AS_FAILURE);
            }
        }
    }

    /** {@link BrokenLock#NO_RENEWAL_AFTER_ERROR} under the kit. */
    static class NoRenewalAfterError extends SharedLockContract {

        @RegisterExtension
        static final RedisFixture STORE = new RedisFixture(NoRenewalAfterError.Clients.class);

        @Override
        public SharedStoreFixture fixture() {
            return STORE;
        }

        /** The factory of its clients. */
        public static final class Clients extends Factory {
            public Clients() {
                super(BrokenLock.NO_RENEWAL_AFTER_ERROR);
            }
        }
    }

    /** {@link BrokenLock#HOLDER_TIMER_EXPIRY} under the kit. */
    static class HolderTimerExpiry extends SharedLockContract {

        @RegisterExtension
        static final RedisFixture STORE = new RedisFixture(HolderTimerExpiry.Clients.class);

        @Override
        public SharedStoreFixture fixture() {
            return STORE;
        }

        /** The factory of its clients. */
        public static final class Clients extends Factory {
            public Clients() {
                super(BrokenLock.HOLDER_TIMER_EXPIRY);
            }
        }
    }
}
