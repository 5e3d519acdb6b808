package dev.lockrace.conformance.broken;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.Guarantees.ClockStep;
import dev.lockrace.lock.Guarantees.Eviction;
import dev.lockrace.lock.Guarantees.Failover;
import dev.lockrace.lock.Guarantees.Scope;
import dev.lockrace.lock.Guarantees.Waiting;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockName;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A correct lock with fencing tokens inside this process. Subclasses override a part to break it. */
class CorrectBackend implements LockBackend {

    /** Guarded by its own monitor. */
    private final Map<String, Held> leases;

    final AtomicLong lastToken;

    /**
     * @param endsAt the end, by {@link #now()}
     */
    record Held(String owner, long endsAt) {}

    CorrectBackend() {
        this.leases = new HashMap<>();
        this.lastToken = new AtomicLong();
    }

    /** Creates another client of the same store. */
    CorrectBackend(CorrectBackend other) {
        this.leases = other.leases;
        this.lastToken = other.lastToken;
    }

    @Override
    public String name() {
        return "correct";
    }

    @Override
    public Guarantees guarantees() {
        return new Guarantees(
                Scope.PROCESS,
                "the JVM's monotonic clock",
                ClockStep.NO_EFFECT,
                Duration.ofNanos(1),
                Duration.ZERO,
                Duration.ofMillis(1),
                Duration.ofDays(365),
                true,
                false,
                Failover.NOT_APPLICABLE,
                Eviction.NEVER,
                Waiting.POLL,
                0,
                0,
                List.of());
    }

    /** Returns the key of the name in the store. */
    String key(LockName name) {
        return name.value();
    }

    /** Returns the time to live in the store. */
    Duration stored(Duration timeToLive) {
        return timeToLive;
    }

    /** Returns the time that determines expiry, in nanoseconds. */
    long now() {
        return System.nanoTime();
    }

    final boolean isValid(Held held) {
        return held.endsAt() - now() > 0;
    }

    boolean mayAcquire(@Nullable Held held, String owner) {
        return held == null || !isValid(held);
    }

    boolean mayRenew(@Nullable Held held, String owner) {
        return held != null && isValid(held) && held.owner().equals(owner);
    }

    /** Returns the new end of a lease that is renewed, by {@link #now()}. */
    long renewedUntil(Held held, Duration timeToLive) {
        return now() + stored(timeToLive).toNanos();
    }

    boolean mayRelease(@Nullable Held held, String owner) {
        return held != null && isValid(held) && held.owner().equals(owner);
    }

    boolean mayRevoke(@Nullable Held held, String owner) {
        return held != null && isValid(held) && held.owner().equals(owner);
    }

    long nextToken() {
        return lastToken.incrementAndGet();
    }

    long tokenOf(long granted) {
        return granted;
    }

    @Override
    public Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout) {
        return tryAcquire(name, owner, timeToLive, this::nextToken);
    }

    /**
     * @param token supplies the token once the lock is granted
     */
    final Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, LongSupplier token) {
        synchronized (leases) {
            return mayAcquire(leases.get(key(name)), owner)
                    ? Optional.of(grant(name, owner, timeToLive, token.getAsLong()))
                    : Optional.empty();
        }
    }

    final boolean isHeld(LockName name) {
        synchronized (leases) {
            Held held = leases.get(key(name));
            return held != null && isValid(held);
        }
    }

    final Grant grant(LockName name, String owner, Duration timeToLive, long token) {
        put(name, owner, timeToLive);
        return new CorrectGrant(name, owner, token);
    }

    @Override
    public boolean revoke(LockName name, String owner, Duration timeout) {
        synchronized (leases) {
            boolean allowed = mayRevoke(leases.get(key(name)), owner);
            if (allowed) {
                leases.remove(key(name));
            }
            return allowed;
        }
    }

    private void put(LockName name, String owner, Duration timeToLive) {
        synchronized (leases) {
            leases.put(key(name), new Held(owner, now() + stored(timeToLive).toNanos()));
        }
    }

    private boolean renew(LockName name, String owner, Duration timeToLive) {
        synchronized (leases) {
            Held held = leases.get(key(name));
            boolean allowed = mayRenew(held, owner);
            if (allowed && held != null) {
                leases.put(key(name), new Held(owner, renewedUntil(held, timeToLive)));
            }
            return allowed;
        }
    }

    private boolean release(LockName name, String owner) {
        synchronized (leases) {
            boolean allowed = mayRelease(leases.get(key(name)), owner);
            if (allowed) {
                leases.remove(key(name));
            }
            return allowed;
        }
    }

    @Override
    public void close() {
        // There is nothing to release.
    }

    private final class CorrectGrant implements Grant {

        private final LockName name;
        private final String owner;
        private final long token;

        private CorrectGrant(LockName name, String owner, long token) {
            this.name = name;
            this.owner = owner;
            this.token = token;
        }

        @Override
        public OptionalLong token() {
            return OptionalLong.of(tokenOf(token));
        }

        @Override
        public boolean renew(Duration timeToLive, Duration timeout) {
            return CorrectBackend.this.renew(name, owner, timeToLive);
        }

        @Override
        public boolean release(Duration timeout) {
            return CorrectBackend.this.release(name, owner);
        }
    }
}
