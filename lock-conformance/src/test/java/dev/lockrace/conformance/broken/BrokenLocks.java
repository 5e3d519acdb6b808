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

/** The contract run on locks that are broken, each in one way; {@link BrokenLocksTest} runs them. */
final class BrokenLocks {

    private BrokenLocks() {}

    /** The contract on one lock. */
    abstract static class OfToy extends LockContract {

        private final CorrectBackend toy;

        OfToy(CorrectBackend toy) {
            this.toy = toy;
        }

        @Override
        public LockFixture fixture() {
            return () -> toy;
        }
    }

    /** Nothing is broken here. */
    static class Whole extends OfToy {
        Whole() {
            super(new CorrectBackend());
        }
    }

    /** A delete without an owner check. */
    static class FreesAnothersLease extends OfToy {
        FreesAnothersLease() {
            super(new CorrectBackend() {
                @Override
                boolean mayRelease(@Nullable Held held, String owner) {
                    return held != null && lasts(held);
                }
            });
        }
    }

    /** A renewal without an owner check. */
    static class RenewsAnothersLease extends OfToy {
        RenewsAnothersLease() {
            super(new CorrectBackend() {
                @Override
                boolean mayRenew(@Nullable Held held, String owner) {
                    return held != null && lasts(held);
                }
            });
        }
    }

    /** A heartbeat that looks at the owner and forgets the clock. */
    static class RevivesAnEndedLease extends OfToy {
        RevivesAnEndedLease() {
            super(new CorrectBackend() {
                @Override
                boolean mayRenew(@Nullable Held held, String owner) {
                    return held != null && held.owner().equals(owner);
                }
            });
        }
    }

    /** An undo without an owner check. */
    static class TakesBackAnothersGrant extends OfToy {
        TakesBackAnothersGrant() {
            super(new CorrectBackend() {
                @Override
                boolean mayRevoke(@Nullable Held held, String owner) {
                    return held != null && lasts(held);
                }
            });
        }
    }

    /** Whole seconds, cut off. */
    static class TruncatesTheTimeToLive extends OfToy {
        TruncatesTheTimeToLive() {
            super(new CorrectBackend() {
                @Override
                Duration stored(Duration timeToLive) {
                    return timeToLive.truncatedTo(ChronoUnit.SECONDS);
                }
            });
        }
    }

    /** Rounds up, but further than it says. */
    static class LastsTooLong extends OfToy {
        LastsTooLong() {
            super(new CorrectBackend() {
                @Override
                Duration stored(Duration timeToLive) {
                    return timeToLive.plusMillis(900);
                }
            });
        }
    }

    /** The holder is recognised by its process, as if locks were for processes. */
    static class IsReentrant extends OfToy {
        IsReentrant() {
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

    /** Looks, and takes later: not atomic. */
    static class LooksAndTakesLater extends OfToy {
        LooksAndTakesLater() {
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

    /** A lock without a time to live. */
    static class NeverExpires extends OfToy {
        NeverExpires() {
            super(new CorrectBackend() {
                @Override
                Duration stored(Duration timeToLive) {
                    return Duration.ofDays(365);
                }
            });
        }
    }

    /** A column that knows neither case nor blanks at the end. */
    static class ConfusesNames extends OfToy {
        ConfusesNames() {
            super(new CorrectBackend() {
                @Override
                String key(LockName name) {
                    return name.value().strip().toLowerCase(Locale.ROOT);
                }
            });
        }
    }

    /** A token that comes from nowhere. */
    static class MakesUpTokens extends OfToy {
        MakesUpTokens() {
            super(new CorrectBackend() {
                @Override
                long nextToken() {
                    return (lastToken.incrementAndGet() * 31) % 17;
                }
            });
        }
    }

    /** A token read from the counter when it is asked for. */
    static class ReadsTheTokenLater extends OfToy {
        ReadsTheTokenLater() {
            super(new CorrectBackend() {
                @Override
                long tokenOf(long granted) {
                    return lastToken.get();
                }
            });
        }
    }

    /** A token made before the request waited for its turn, as one of {@code values} in an upsert. */
    static class MakesTheTokenBeforeTheWait extends OfToy {
        MakesTheTokenBeforeTheWait() {
            super(new CorrectBackend() {
                @Override
                public Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout) {
                    long early = nextToken();
                    LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(1_000_000));
                    return tryAcquire(name, owner, timeToLive, () -> early);
                }
            });
        }
    }

    /** Each client judges leases by its own clock, and no two clocks are alike. */
    static class DecidesByTheClientsClock extends LockContract {

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

    /** A column that is too narrow for some names. */
    static class CutsLongNames extends OfToy {
        CutsLongNames() {
            super(new CorrectBackend() {
                @Override
                String key(LockName name) {
                    return name.value().substring(0, Math.min(255, name.value().length()));
                }
            });
        }
    }

    /** A hash of too few bits in place of names that are too long. */
    static class HashesLongNamesBadly extends OfToy {
        HashesLongNamesBadly() {
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
