package dev.lockrace.conformance.broken;

import dev.lockrace.lock.Grant;
import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.Guarantees.Scope;
import dev.lockrace.lock.Guarantees.Waiting;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockName;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A right lock with fencing tokens inside this process, each of whose parts can be broken. */
class CorrectBackend implements LockBackend {

    /** Guards itself. */
    private final Map<String, Held> leases;

    final AtomicLong lastToken;

    /**
     * @param endsAt by {@link #now()}
     */
    record Held(String owner, long endsAt) {}

    CorrectBackend() {
        this.leases = new HashMap<>();
        this.lastToken = new AtomicLong();
    }

    /** Another client of the same store. */
    CorrectBackend(CorrectBackend other) {
        this.leases = other.leases;
        this.lastToken = other.lastToken;
    }

    @Override
    public String name() {
        return "toy";
    }

    @Override
    public Guarantees guarantees() {
        return new Guarantees(
                Scope.PROCESS,
                "this JVM's monotonic one",
                Duration.ofNanos(1),
                Duration.ZERO,
                Duration.ofMillis(1),
                Duration.ofDays(365),
                true,
                false,
                false,
                Waiting.POLL,
                0,
                0);
    }

    /** Under which the store knows that name. */
    String key(LockName name) {
        return name.value();
    }

    /** What the store makes of the time to live. */
    Duration stored(Duration timeToLive) {
        return timeToLive;
    }

    /** The time that decides, in nanoseconds. */
    long now() {
        return System.nanoTime();
    }

    final boolean lasts(Held held) {
        return held.endsAt() - now() > 0;
    }

    boolean mayAcquire(@Nullable Held held, String owner) {
        return held == null || !lasts(held);
    }

    boolean mayRenew(@Nullable Held held, String owner) {
        return held != null && lasts(held) && held.owner().equals(owner);
    }

    boolean mayRelease(@Nullable Held held, String owner) {
        return held != null && lasts(held) && held.owner().equals(owner);
    }

    boolean mayRevoke(@Nullable Held held, String owner) {
        return held != null && lasts(held) && held.owner().equals(owner);
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
     * @param token asked once the lock is granted
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
            return held != null && lasts(held);
        }
    }

    final Grant grant(LockName name, String owner, Duration timeToLive, long token) {
        put(name, owner, timeToLive);
        return new ToyGrant(name, owner, token);
    }

    @Override
    public boolean revoke(LockName name, String owner, Duration timeout) {
        synchronized (leases) {
            boolean may = mayRevoke(leases.get(key(name)), owner);
            if (may) {
                leases.remove(key(name));
            }
            return may;
        }
    }

    private void put(LockName name, String owner, Duration timeToLive) {
        synchronized (leases) {
            leases.put(key(name), new Held(owner, now() + stored(timeToLive).toNanos()));
        }
    }

    private boolean renew(LockName name, String owner, Duration timeToLive) {
        synchronized (leases) {
            boolean may = mayRenew(leases.get(key(name)), owner);
            if (may) {
                put(name, owner, timeToLive);
            }
            return may;
        }
    }

    private boolean release(LockName name, String owner) {
        synchronized (leases) {
            boolean may = mayRelease(leases.get(key(name)), owner);
            if (may) {
                leases.remove(key(name));
            }
            return may;
        }
    }

    @Override
    public void close() {
        // Holds nothing but memory.
    }

    private final class ToyGrant implements Grant {

        private final LockName name;
        private final String owner;
        private final long token;

        private ToyGrant(LockName name, String owner, long token) {
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
