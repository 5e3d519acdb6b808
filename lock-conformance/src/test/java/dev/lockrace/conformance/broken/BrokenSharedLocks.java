package dev.lockrace.conformance.broken;

import dev.lockrace.conformance.RedisFixture;
import dev.lockrace.conformance.SharedLockContract;
import dev.lockrace.conformance.SharedStoreFixture;
import dev.lockrace.conformance.process.BackendFactory;
import dev.lockrace.lock.Grant;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.UnknownOutcomeException;
import dev.lockrace.lock.redis.RedisLockBackend;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The contract run on locks of a real Redis, each broken in one way that only a store outside the process shows; {@link
 * BrokenLocksTest} runs them.
 */
final class BrokenSharedLocks {

    private BrokenSharedLocks() {}

    /** How a right client of Redis is broken. */
    private abstract static class Factory implements BackendFactory {

        @Override
        public final LockBackend newBackend(InetSocketAddress address, Map<String, String> settings) {
            return broken(
                    RedisLockBackend.connect("redis://%s:%d".formatted(address.getHostString(), address.getPort())));
        }

        abstract LockBackend broken(LockBackend whole);
    }

    /** A store that failed looks like a lock that is held, as in many a recipe. */
    static class ReportsErrorsAsContended extends SharedLockContract {

        @RegisterExtension
        static final RedisFixture STORE = new RedisFixture(ContendedOnErrors.class);

        @Override
        public SharedStoreFixture fixture() {
            return STORE;
        }

        /** Its clients. */
        public static final class ContendedOnErrors extends Factory {
            @Override
            LockBackend broken(LockBackend whole) {
                return new BrokenBackend(whole) {
                    @Override
                    public Optional<Grant> tryAcquire(
                            LockName name, String owner, Duration timeToLive, Duration timeout) {
                        try {
                            return super.tryAcquire(name, owner, timeToLive, timeout);
                        } catch (LockStoreException e) {
                            return Optional.empty();
                        }
                    }
                };
            }
        }
    }

    /** What may have been done is said to have failed, so nobody takes it back. */
    static class ReportsUnknownOutcomesAsFailures extends SharedLockContract {

        @RegisterExtension
        static final RedisFixture STORE = new RedisFixture(FailedWhenUnknown.class);

        @Override
        public SharedStoreFixture fixture() {
            return STORE;
        }

        /** Its clients. */
        public static final class FailedWhenUnknown extends Factory {
            @Override
            LockBackend broken(LockBackend whole) {
                return new BrokenBackend(whole) {
                    @Override
                    public Optional<Grant> tryAcquire(
                            LockName name, String owner, Duration timeToLive, Duration timeout) {
                        try {
                            return super.tryAcquire(name, owner, timeToLive, timeout);
                        } catch (UnknownOutcomeException e) {
                            throw new LockStoreException("The lock was not granted", e);
                        }
                    }
                };
            }
        }
    }

    /** One renewal that failed is the last one sent: so looks a watchdog, from the store, that died of its first error. */
    static class RenewsNoMoreAfterAnError extends SharedLockContract {

        @RegisterExtension
        static final RedisFixture STORE = new RedisFixture(RenewingUntilAnError.class);

        @Override
        public SharedStoreFixture fixture() {
            return STORE;
        }

        /** Its clients. */
        public static final class RenewingUntilAnError extends Factory {
            @Override
            LockBackend broken(LockBackend whole) {
                return new BrokenBackend(whole) {
                    @Override
                    public Optional<Grant> tryAcquire(
                            LockName name, String owner, Duration timeToLive, Duration timeout) {
                        return super.tryAcquire(name, owner, timeToLive, timeout)
                                .map(RenewedUntilAnError::new);
                    }
                };
            }
        }

        private static final class RenewedUntilAnError extends BrokenBackend.BrokenGrant {

            private volatile boolean failed;

            private RenewedUntilAnError(Grant whole) {
                super(whole);
            }

            @Override
            public boolean renew(Duration timeToLive, Duration timeout) {
                if (failed) {
                    throw new LockStoreException("The lock is renewed no more", null);
                }
                try {
                    return super.renew(timeToLive, timeout);
                } catch (LockException e) {
                    failed = true;
                    throw e;
                }
            }
        }
    }

    /** In the store a lease is for ever; a timer in the holder's process ends it in time, as long as that runs. */
    static class EndsLeasesByTheHoldersTimer extends SharedLockContract {

        @RegisterExtension
        static final RedisFixture STORE = new RedisFixture(TimedByTheHolder.class);

        @Override
        public SharedStoreFixture fixture() {
            return STORE;
        }

        /** Its clients. */
        public static final class TimedByTheHolder extends Factory {
            @Override
            LockBackend broken(LockBackend whole) {
                return new Timed(whole);
            }
        }

        private static final class Timed extends BrokenBackend {

            private static final Duration FOR_EVER = Duration.ofDays(365);

            private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

            private Timed(LockBackend whole) {
                super(whole);
            }

            @Override
            public Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout) {
                return super.tryAcquire(name, owner, FOR_EVER, timeout).map(grant -> {
                    Runnable end = () -> takeBack(name, owner, timeout);
                    return new TimedGrant(grant, end, after(timeToLive, end));
                });
            }

            private Future<?> after(Duration timeToLive, Runnable end) {
                return timer.schedule(end, timeToLive.toNanos(), TimeUnit.NANOSECONDS);
            }

            @Override
            public void close() {
                timer.shutdownNow();
                super.close();
            }

            private final class TimedGrant extends BrokenGrant {

                private final Runnable end;
                private Future<?> ending;

                private TimedGrant(Grant whole, Runnable end, Future<?> ending) {
                    super(whole);
                    this.end = end;
                    this.ending = ending;
                }

                @Override
                public synchronized boolean renew(Duration timeToLive, Duration timeout) {
                    boolean renewed = super.renew(FOR_EVER, timeout);
                    if (renewed) {
                        ending.cancel(false);
                        ending = after(timeToLive, end);
                    }
                    return renewed;
                }
            }
        }
    }
}
