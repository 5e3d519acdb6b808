package dev.lockrace.conformance.broken;

import dev.lockrace.conformance.LockContract;
import dev.lockrace.conformance.fixture.LockFixture;
import dev.lockrace.lock.Grant;
import dev.lockrace.lock.LockName;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The contract on broken locks, each with one defect. {@link BrokenLocksTest} runs them. */
final class BrokenLocks {

    private BrokenLocks() {}

    /** The contract on one backend. */
    abstract static class BrokenLockContract extends LockContract {

        private final CorrectBackend backend;

        BrokenLockContract(CorrectBackend backend) {
            this.backend = backend;
        }

        @Override
        public LockFixture fixture() {
            return () -> backend;
        }
    }

    /** A lock without a defect. */
    static class Correct extends BrokenLockContract {
        Correct() {
            super(new CorrectBackend());
        }
    }

    /** The release deletes the lease without an owner check. */
    static class ReleaseWithoutOwnerCheck extends BrokenLockContract {
        ReleaseWithoutOwnerCheck() {
            super(new CorrectBackend() {
                @Override
                boolean mayRelease(@Nullable Held held, String owner) {
                    return held != null && isValid(held);
                }
            });
        }
    }

    /** The renewal has no owner check. */
    static class RenewalWithoutOwnerCheck extends BrokenLockContract {
        RenewalWithoutOwnerCheck() {
            super(new CorrectBackend() {
                @Override
                boolean mayRenew(@Nullable Held held, String owner) {
                    return held != null && isValid(held);
                }
            });
        }
    }

    /** The renewal checks the owner but not the expiry. */
    static class RenewalAfterExpiry extends BrokenLockContract {
        RenewalAfterExpiry() {
            super(new CorrectBackend() {
                @Override
                boolean mayRenew(@Nullable Held held, String owner) {
                    return held != null && held.owner().equals(owner);
                }
            });
        }
    }

    /** The renewal never shortens a lease, so a minimum hold lasts as long as the time to live. */
    static class RenewalOnlyExtends extends BrokenLockContract {
        RenewalOnlyExtends() {
            super(new CorrectBackend() {
                @Override
                long renewedUntil(Held held, Duration timeToLive) {
                    return Math.max(held.endsAt(), super.renewedUntil(held, timeToLive));
                }
            });
        }
    }

    /** A renewal for a shorter time ends the lease, as some stores do with a time to live that they round down to 0. */
    static class ShortRenewalReleases extends BrokenLockContract {
        ShortRenewalReleases() {
            super(new CorrectBackend() {
                @Override
                long renewedUntil(Held held, Duration timeToLive) {
                    long end = super.renewedUntil(held, timeToLive);
                    return end < held.endsAt() ? now() : end;
                }
            });
        }
    }

    /** The revocation has no owner check. */
    static class RevokeWithoutOwnerCheck extends BrokenLockContract {
        RevokeWithoutOwnerCheck() {
            super(new CorrectBackend() {
                @Override
                boolean mayRevoke(@Nullable Held held, String owner) {
                    return held != null && isValid(held);
                }
            });
        }
    }

    /** The time to live is truncated to whole seconds. */
    static class TruncatedTimeToLive extends BrokenLockContract {
        TruncatedTimeToLive() {
            super(new CorrectBackend() {
                @Override
                Duration stored(Duration timeToLive) {
                    return timeToLive.truncatedTo(ChronoUnit.SECONDS);
                }
            });
        }
    }

    /** The time to live is rounded up further than declared. */
    static class UndeclaredOverrun extends BrokenLockContract {
        UndeclaredOverrun() {
            super(new CorrectBackend() {
                @Override
                Duration stored(Duration timeToLive) {
                    return timeToLive.plusMillis(900);
                }
            });
        }
    }

    /** The holder is identified by its process, so the lock is re-entrant within a process. */
    static class Reentrant extends BrokenLockContract {
        Reentrant() {
            super(new CorrectBackend() {
                @Override
                boolean mayAcquire(@Nullable Held held, String owner) {
                    return super.mayAcquire(held, owner)
                            || (held != null && process(held.owner()).equals(process(owner)));
                }

                private static String process(String owner) {
                    return owner.substring(0, owner.lastIndexOf('-'));
                }
            });
        }
    }

    /** The check and the grant are not atomic. */
    static class CheckThenAct extends BrokenLockContract {
        CheckThenAct() {
            super(new CorrectBackend() {
                @Override
                public Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout) {
                    if (isHeld(name)) {
                        return Optional.empty();
                    }
                    LockSupport.parkNanos(300_000);
                    return Optional.of(grant(name, owner, timeToLive, nextToken()));
                }
            });
        }
    }

    /** Leases never expire. */
    static class NoExpiry extends BrokenLockContract {
        NoExpiry() {
            super(new CorrectBackend() {
                @Override
                Duration stored(Duration timeToLive) {
                    return Duration.ofDays(365);
                }
            });
        }
    }

    /** Names that differ only in case or surrounding spaces are the same lock, as in some database columns. */
    static class NormalizedNames extends BrokenLockContract {
        NormalizedNames() {
            super(new CorrectBackend() {
                @Override
                String key(LockName name) {
                    return name.value().strip().toLowerCase(Locale.ROOT);
                }
            });
        }
    }

    /** The tokens do not grow. */
    static class ArbitraryTokens extends BrokenLockContract {
        ArbitraryTokens() {
            super(new CorrectBackend() {
                @Override
                long nextToken() {
                    return (lastToken.incrementAndGet() * 31) % 17;
                }
            });
        }
    }

    /** The token is read from the counter when it is requested. */
    static class TokenReadAfterGrant extends BrokenLockContract {
        TokenReadAfterGrant() {
            super(new CorrectBackend() {
                @Override
                long tokenOf(long granted) {
                    return lastToken.get();
                }
            });
        }
    }

    /** The token is created before the request waits for its grant, like one in {@code values} of an upsert. */
    static class TokenCreatedBeforeGrant extends BrokenLockContract {
        TokenCreatedBeforeGrant() {
            super(new CorrectBackend() {
                @Override
                public Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout) {
                    long prematureToken = nextToken();
                    LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(1_000_000));
                    return tryAcquire(name, owner, timeToLive, () -> prematureToken);
                }
            });
        }
    }

    /**
     * One request reads the clock twice: to decide whether the token grows, and whether the lease has expired. A lease
     * that expires in between is granted with the token of its predecessor.
     */
    static class SeveralClockReads extends BrokenLockContract {
        SeveralClockReads() {
            super(new CorrectBackend() {

                /** Guarded by the monitor in which both methods are called. */
                private boolean tokenGrows;

                @Override
                boolean mayAcquire(@Nullable Held held, String owner) {
                    tokenGrows = super.mayAcquire(held, owner);
                    return super.mayAcquire(held, owner);
                }

                @Override
                long nextToken() {
                    return tokenGrows ? super.nextToken() : lastToken.get();
                }
            });
        }
    }

    /** Each client judges leases by its own clock, and all clocks differ. */
    static class ClientClockExpiry extends LockContract {

        private static final Duration AHEAD = Duration.ofMillis(700);

        private final CorrectBackend store = new CorrectBackend();
        private final AtomicInteger clients = new AtomicInteger();

        @Override
        public LockFixture fixture() {
            return () -> {
                Duration ahead = AHEAD.multipliedBy(clients.incrementAndGet());
                return new CorrectBackend(store) {
                    @Override
                    long now() {
                        return System.nanoTime() + ahead.toNanos();
                    }
                };
            };
        }
    }

    /** Names are truncated, as by a column that is too narrow. */
    static class TruncatedNames extends BrokenLockContract {
        TruncatedNames() {
            super(new CorrectBackend() {
                @Override
                String key(LockName name) {
                    return name.value().substring(0, Math.min(255, name.value().length()));
                }
            });
        }
    }

    /** Long names are replaced with a hash of too few bits. */
    static class WeaklyHashedNames extends BrokenLockContract {
        WeaklyHashedNames() {
            super(new CorrectBackend() {
                @Override
                String key(LockName name) {
                    String value = name.value();
                    return value.length() > 255 ? "#" + value.hashCode() : value;
                }
            });
        }
    }
}
